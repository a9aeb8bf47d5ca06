package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.local.folder.Contents;
import io.ptmtorrent.local.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PtmTest {
    @TempDir
    Path temp;

    @Test
    void helpNamesEveryCommand() {
        // when
        CommandRun run = CommandRun.of("--help");

        // then
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("demo", "local", "watch", "export", "topics", "sample-hub");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "local", "watch", "export", "topics", "sample-hub"})
    void everyOptionSaysItsDefault(String command) {
        // given
        CommandLine spec = Objects.requireNonNull(
                new CommandLine(new Ptm(Map.of())).getSubcommands().get(command));

        // when, then
        assertThat(spec.getCommandSpec().options())
                .filteredOn(option -> !option.usageHelp() && !option.versionHelp())
                .isNotEmpty()
                .allSatisfy(option -> assertThat(String.join(" ", option.description()))
                        .as(option.longestName())
                        .contains("efault:"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | no command given",
                "crawl | Unmatched argument",
                "local --bogus | Unknown option: '--bogus'",
                "local --hub nosuch --plan | --hub: 'nosuch' is no hub; allowed: huggingface, modelhub, modelzoo",
                "local --artifacts some --plan | expected one of [none, small, all]",
                "local --artifacts all --plan | --max-bytes: missing; --artifacts all needs the largest file",
                "local --artifacts small --max-bytes 2GB --plan | --max-bytes: '2GB' is not allowed; a number of bytes is",
                "local --history --artifacts small --plan | --history: not with small; --artifacts all with --max-bytes",
                "local --limit 0 --plan | --limit: '0' is not allowed; 1 or more is",
                "local --limit many --plan | 'many' is not a long",
                "local --endpoint huggingface.co --plan | endpoint: 'huggingface.co' is not allowed; HOST=URL is",
                "local --allow-private nowhere --plan | allow-private: 'nowhere' is not allowed; HOST:PORT is",
                "local --kafka-config /no/such/file --plan | --kafka-config: '/no/such/file'",
                "local --contact (x) --plan | contact: '(x)' is not allowed",
                "demo --models -1 | models: -1",
                "demo --faults nosuch=1 | nosuch",
                "watch --type NOSUCH | expected one of [UNKNOWN, CREATED, REVISED",
                "watch --since yesterday | since: 'yesterday' is none of: beginning, now",
                "watch --max 0 | --max: '0' is not allowed; 1 or more is",
                "watch --hub nosuch | --hub: 'nosuch' is no hub",
                "watch --bootstrap-servers localhost:1 | --schema-registry: missing",
                "watch --data /no/such/folder | --data: '/no/such/folder' holds no crawl",
                "export --out x --format parquet | expected one of [jsonl]",
                "export | Missing required option: '--out=DIR'",
                "topics --partitions 0 | --partitions: '0' is not allowed; 1 or more is",
                "topics --replication 0 | --replication: '0' is not allowed",
                "sample-hub --port 70000 | apiPort: 70000, from 0 to 65535 is allowed",
            })
    void refusesWrongUsageNamingKeyValueAndWhatIsAllowed(String line, String message) {
        // when
        CommandRun run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" ", -1));

        // then
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void planSaysWhatACrawlCostsAndCrawlsNothing() throws IOException {
        // given
        Path data = temp.resolve("data");

        // when
        CommandRun run = CommandRun.of("local", "--plan", "--contact", "team@example.org", "--data", data.toString());

        // then
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("3,117,871 models in 3,118 listing requests")
                .contains("we send   400 in 5 minutes")
                .contains("about 38 minutes")
                .contains(data.toString());
        assertThat(Files.exists(data)).isFalse();
    }

    @Test
    void planOfAnEndpointPromisesNoQuota() {
        // when
        CommandRun run = CommandRun.of("local", "--plan", "--endpoint", "huggingface.co=http://127.0.0.1:9");

        // then
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("what the endpoint's answers say").doesNotContain("500 requests");
    }

    @Test
    void printsItsDefaultsAtStart() {
        // when
        CommandRun run = CommandRun.of("local", "--plan");

        // then
        assertThat(run.err())
                .contains(
                        "hubs huggingface, onnx-model-zoo, pytorch-hub, modelzoo, modelhub; artifacts none; data ./ptm-data; limit none; contact none; token none;"
                                + " full listing at first, then changes; an increment every 5 minutes");
    }

    @Test
    void takesOptionsFromTheEnvironmentAndTheCommandLineOverThem() {
        // given
        Map<String, String> environment =
                Map.of("PTM_LIMIT", "5000", "PTM_CONTACT", "team@example.org", "PTM_UNTIL_IDLE", "true");

        // when
        CommandRun run = CommandRun.with(environment, "local", "--plan", "--limit", "7000");

        // then
        assertThat(run.err()).contains("limit 7000; contact team@example.org").contains("ends when idle");
        assertThat(run.out()).contains("7,000 models in 7 listing requests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HF_TOKEN", "PTM_HF_TOKEN"})
    void takesATokenFromTheEnvironmentAloneAndNeverShowsIt(String variable) {
        // when
        CommandRun run =
                CommandRun.with(Map.of(variable, "hf_secret"), "local", "--plan", "--contact", "t@example.org");

        // then
        assertThat(run.err()).contains("token set").doesNotContain("hf_secret");
        assertThat(run.out()).contains("we send   800 in 5 minutes").doesNotContain("hf_secret");
    }

    @Test
    void aFolderInUseIsNamedWithItsProcess() throws IOException {
        // given
        try (DataFolder held = DataFolder.take(temp)) {
            // when
            CommandRun run = CommandRun.of("local", "--data", temp.toString(), "--until-idle");

            // then
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains(held.path() + " is in use by process "
                            + ProcessHandle.current().pid());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DEMO, local, holds models of the demo",
        "REAL, demo, holds models of real hubs",
    })
    void demoAndRealModelsDoNotMix(Contents.Holds holds, String command, String message) throws IOException {
        // given
        try (DataFolder folder = DataFolder.take(temp)) {
            folder.remember(
                    holds == Contents.Holds.REAL ? Contents.real("ptm.", 4) : Contents.demo("ptm.", 4, 1, 1000));
        }

        // when
        CommandRun run = CommandRun.of(command, "--data", temp.toString());

        // then
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message).contains("give another --data");
    }
}
