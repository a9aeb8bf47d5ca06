package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ptmtorrent.samplehub.Faults;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ptm local} as a process: it is told to end in the middle of a crawl, joined while it runs, started again. */
class RestartIT {
    private static final int MODELS = 2_500;

    @TempDir
    Path temp;

    @Test
    void endsCleanlyWhenToldToAndGoesOnWhereItWas() throws Exception {
        // given a hub whose second page takes a while
        SampleHubConfig config = SampleHubConfig.defaults().withModels(MODELS).withFaults(Faults.parse("slow=1@45000"));
        try (SampleHub hub = SampleHub.start(config);
                PtmProcess first = local(hub)) {
            await().atMost(Duration.ofSeconds(90)).until(() -> listings(hub) >= 2);

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
            long asked = listings(hub);

            // when it is started again
            try (PtmProcess second = local(hub)) {
                assertThat(second.exitCode()).as(second.err()).isZero();
            }

            // then it did not begin anew: the first page was not asked for again
            assertThat(listings(hub) - asked).isLessThanOrEqualTo(2);
        }
        ReportFile report = ReportFile.read(temp.resolve("report.json"));
        assertThat(report.hub("listed")).isEqualTo(MODELS);
        assertThat(report.hub("models") + report.deadLetters()).isEqualTo(MODELS);
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
