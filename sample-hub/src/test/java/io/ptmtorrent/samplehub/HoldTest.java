package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ptmtorrent.samplehub.FileFetcher.Found;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a test of kills needs: an answer that stands still, and a log that says what was asked. */
class HoldTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private SampleHub hub;
    private HubReader reader;
    private FileFetcher fetcher;

    @BeforeEach
    void start() throws IOException {
        hub = SampleHub.start(SampleHubConfig.defaults().withModels(100));
        reader = new HubReader(hub);
        fetcher = new FileFetcher(hub, reader);
    }

    @AfterEach
    void stop() throws IOException {
        hub.close();
        reader.close();
    }

    @Test
    void theSecondAnswerWithBytesStandsStillUntilItIsReleased() throws Exception {
        // given
        Found small = FileFetcher.find(hub, file -> !file.large());
        Found large = FileFetcher.find(hub, file -> file.large() && file.digestTrue());
        Hold hold = hub.holdByteRequest(2);
        fetcher.bytes(small);
        assertThat(hold.request()).isNull();

        // when
        CompletableFuture<HttpResponse<byte[]>> answer = later(large);
        boolean held = hold.awaitHeld(PATIENCE);
        boolean early = answer.isDone();
        hold.close();

        // then
        assertThat(held).isTrue();
        assertThat(early).isFalse();
        HttpResponse<byte[]> whole = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(Digests.sha256(whole.body())).isEqualTo(large.file().sha256());
        assertThat(Objects.requireNonNull(hold.request()).host()).isEqualTo(HubRequest.Host.CDN);
        assertThat(fetcher.bytes(large).statusCode()).isEqualTo(200);
    }

    @Test
    void closingTheHubEndsWhatIsHeld() throws Exception {
        // given
        Found large = FileFetcher.find(hub, file -> file.large() && file.digestTrue());
        Hold hold = hub.holdByteRequest(1);
        CompletableFuture<HttpResponse<byte[]>> answer = later(large);
        assertThat(hold.awaitHeld(PATIENCE)).isTrue();

        // when
        hub.close();

        // then
        assertThat(answer.handle((it, failure) -> true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void requestsCountFromOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> hub.holdByteRequest(0));
    }

    @Test
    void theLogTellsWhatWasAskedByModelAndFile() throws Exception {
        // given
        Found small = FileFetcher.find(hub, file -> !file.large());
        Found large = FileFetcher.find(hub, FileTruth::large);

        // when
        reader.get("/api/models?limit=1");
        reader.get("/api/models/" + Answer.encoded(large.model().path()));
        reader.get(FileFetcher.tree(large.model()));
        fetcher.bytes(large);
        fetcher.bytes(small);
        reader.get("/favicon.ico/x/y/z");

        // then
        int model = large.model().number();
        int other = small.model().number();
        assertThat(hub.asked())
                .extracting(Asked::kind, Asked::model, Asked::file)
                .containsExactly(
                        row(Asked.Kind.LISTING, -1, ""),
                        row(Asked.Kind.MODEL, model, ""),
                        row(Asked.Kind.TREE, model, ""),
                        row(Asked.Kind.RESOLVE, model, large.file().path()),
                        row(Asked.Kind.LARGE_FILE, model, large.file().path()),
                        row(Asked.Kind.RESOLVE, other, small.file().path()),
                        row(Asked.Kind.SMALL_FILE, other, small.file().path()),
                        row(Asked.Kind.OTHER, -1, ""));
    }

    private static org.assertj.core.groups.Tuple row(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(List.of(values).toArray());
    }

    private CompletableFuture<HttpResponse<byte[]>> later(Found found) {
        CompletableFuture<HttpResponse<byte[]>> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(fetcher.bytes(found));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
