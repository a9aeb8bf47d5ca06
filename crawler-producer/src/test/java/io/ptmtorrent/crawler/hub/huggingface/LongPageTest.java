package io.ptmtorrent.crawler.hub.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Listing;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A page of 100 MB, sent as it is and packed into a hundredth of that. */
class LongPageTest {
    private static final int ROWS = 100;
    private static final int ROW_BYTES = 1_000_000;

    /** What a page may be: 64 MiB. */
    private static final int KEPT = 64 << 20;

    @AutoClose
    private final HubServer there = new HubServer();

    @Test
    void ofAPageOf100MegabytesWhatFitsCountsAndTheRestIsTold() throws IOException {
        // given
        there.server.enqueue(
                new MockResponse.Builder().headers(Headers.EMPTY).body(body()).build());

        // when
        HubPage page = page();

        // then
        assertCutAtTheLimit(page);
    }

    @Test
    void aPageThatUnpacksTo100MegabytesIsMeasuredByWhatComesOutOfIt() throws IOException {
        // given
        Buffer packed = new Buffer();
        try (BufferedSink gzip = Okio.buffer(new GzipSink(packed))) {
            gzip.writeAll(body());
        }
        assertThat(packed.size()).isLessThan(2_000_000);
        there.server.enqueue(new MockResponse.Builder()
                .headers(Headers.of("Content-Encoding", "gzip"))
                .body(packed)
                .build());

        // when
        HubPage page = page();

        // then
        assertCutAtTheLimit(page);
    }

    private static void assertCutAtTheLimit(HubPage page) {
        assertThat(page).isInstanceOfSatisfying(HubPage.Listed.class, listed -> {
            HubReject rest = Objects.requireNonNull(listed.rest());
            assertThat(rest.message()).contains("longer than " + KEPT + " bytes");
            // Each row has a comma or bracket before it.
            assertThat(listed.items()).hasSize(KEPT / (ROW_BYTES + 1)).allMatch(HubRow.class::isInstance);
        });
    }

    private HubPage page() throws IOException {
        HuggingFace hub = there.hub(Map.of());
        return hub.page(hub.first(new Listing(CrawlMode.FULL, null, null, 1000)));
    }

    /** An array of rows of a million bytes each. */
    private static Buffer body() {
        Buffer body = new Buffer();
        for (int i = 0; i < ROWS; i++) {
            String head = "{\"_id\":\"%024x\",\"id\":\"owner/model-%d\",\"sha\":\"abc\",\"pad\":\"".formatted(i, i);
            body.writeUtf8(i == 0 ? "[" : ",")
                    .writeUtf8(head)
                    .writeUtf8("x".repeat(ROW_BYTES - head.length() - 2))
                    .writeUtf8("\"}");
        }
        return body.writeUtf8("]");
    }
}
