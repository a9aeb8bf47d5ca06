package io.ptmtorrent.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlMode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunBookTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final RunBook book = new RunBook();

    @Test
    void aRequestThatAnotherJoinedStillHasItsRun() {
        // given
        book.put(run("first", 7, false));
        book.put(run("second", 7, false));

        // when
        book.put(run("second", 7, true));

        // then
        assertThat(book.runOf("first"))
                .hasValueSatisfying(it -> assertThat(it.getEndedAt()).isEqualTo(NOW));
        assertThat(book.runOf("second")).isEqualTo(book.runOf("first"));
    }

    @Test
    void aRunThatEndedIsKnownWhenTheNextHasTakenItsPlace() {
        // given
        book.put(run("asked", 7, true));

        // when
        book.put(run("timer", 8, false));

        // then
        assertThat(book.runOf("asked"))
                .hasValueSatisfying(it -> assertThat(it.getRunId()).isEqualTo(7));
        assertThat(book.runOf("never")).isEmpty();
    }

    @Test
    void whatIsAskedAboutIsKeptAndTheRestIsForgotten() {
        // given
        book.put(run("asked", 1, true));
        book.put(run("forgotten", 2, true));

        // when
        for (int i = 3; i < 3_000; i++) {
            book.put(run("timer-" + i, i, true));
            assertThat(book.runOf("asked")).isPresent();
        }

        // then
        assertThat(book.runOf("forgotten")).isEmpty();
    }

    private static CrawlCheckpoint run(String requestId, long runId, boolean ended) {
        return CrawlCheckpoint.newBuilder()
                .setHub("huggingface")
                .setMode(CrawlMode.FULL)
                .setRequestId(requestId)
                .setRunId(runId)
                .setPages(1)
                .setListed(2)
                .setRejected(0)
                .setFailedPages(0)
                .setStartedAt(NOW)
                .setEndedAt(ended ? NOW : null)
                .build();
    }
}
