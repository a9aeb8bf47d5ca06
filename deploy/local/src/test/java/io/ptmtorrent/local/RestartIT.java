package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ptm local} as a process: it is told to end in the middle of a crawl, joined while it runs, started again. */
class RestartIT {
    private static final int MODELS = 2_500;

    @TempDir
    Path temp;

    @Test
    void endsCleanlyWhenToldToAndGoesOnWhereItWas() throws Exception {
        // given a hub that keeps its second page to itself
        CountDownLatch secondPage = new CountDownLatch(1);
        CountDownLatch firstIsGone = new CountDownLatch(1);
        try (SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(MODELS))) {
            hub.onRequest(request -> {
                if (listings(hub) == 2) {
                    secondPage.countDown();
                    awaitQuietly(firstIsGone);
                }
            });
            try (PtmProcess first = local(hub)) {
                assertThat(secondPage.await(5, TimeUnit.MINUTES))
                        .as(first.err())
                        .isTrue();
                interrupt(first);
            }
            firstIsGone.countDown();
            long asked = listings(hub);

            // when it is started again
            try (PtmProcess second = local(hub)) {
                assertThat(second.exitCode()).as(second.err()).isZero();
            }

            // then it did not begin anew: the first page was not asked for again
            assertThat(listings(hub) - asked).isEqualTo(2);
        }
        ReportFile report = ReportFile.read(temp.resolve("report.json"));
        assertThat(report.hub("listed")).isEqualTo(MODELS);
        assertThat(report.hub("models") + report.deadLetters()).isEqualTo(MODELS);
    }

    private void interrupt(PtmProcess first) throws Exception {
        // when another one wants the same folder, it is told whose it is
        CommandRun other = CommandRun.of("local", "--data", data().toString());
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("in use by process " + first.pid());

        // when somebody joins
        CommandRun joined = CommandRun.of("topics", "--data", data().toString(), "--check");
        assertThat(joined.code()).as(joined.err() + joined.out()).isZero();
        assertThat(joined.out()).contains("all as it should be");

        // when it is told to end
        first.terminate();

        // then
        assertThat(first.exitCode()).as(first.err()).isEqualTo(143);
        assertThat(first.out()).contains("Not done (stopped before everything was done)");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long listings(SampleHub hub) {
        return hub.requests().stream()
                .filter(request -> request.path().equals("/api/models"))
                .count();
    }

    private PtmProcess local(SampleHub hub) throws IOException {
        return PtmProcess.start(
                temp,
                "local",
                "--hub",
                "huggingface",
                "--full",
                "--until-idle",
                "--data",
                data().toString(),
                "--endpoint",
                "huggingface.co=" + hub.apiUri(),
                "--report",
                temp.resolve("report.json").toString());
    }

    private Path data() {
        return temp.resolve("data");
    }
}
