package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.local.folder.Contents;
import io.ptmtorrent.local.folder.DataFolder;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PtmTest {
    /** A port of this machine where nobody listens, for every host that a plan asks. */
    private static final String NOWHERE = Stream.of("huggingface.co", "raw.githubusercontent.com", "modelzoo.co")
            .map(host -> host + "=http://127.0.0.1:9/")
            .collect(Collectors.joining(","));

    @TempDir
    Path temp;

    @Test
    void helpNamesEveryCommand() {
        // when
        CommandRun run = CommandRun.of("--help");

        // then
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("demo", "local", "crawl", "watch", "export", "inspect", "topics", "sample-hub");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "local", "crawl", "watch", "export", "inspect", "topics", "sample-hub"})
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
                "crwl | Unmatched argument",
                "crawl --hub nosuch | --hub: 'nosuch' is no hub",
                "crawl --every soon | --every: 'soon' is not allowed; a number and s, m, h or d is, as 5m",
                "crawl --full-every 0d | --full-every: '0d' is not allowed",
                "crawl --once --every 5m | --every: '300s' is not allowed with --once or --until-idle",
                "crawl --limit 10 | --limit: no run follows one that reads a part; allowed with --once or --until-idle",
                "crawl --once --limit 0 | --limit: '0' is not allowed; 1 or more is",
                "crawl --once --filter gguf | --filter: only huggingface and modelscope have filters; allowed with --hub",
                "crawl --once --endpoint nowhere | endpoint: 'nowhere' is not allowed; HOST=URL is",
                "crawl --bootstrap-servers localhost:1 | --schema-registry: missing",
                "crawl --data /no/such/folder | --data: '/no/such/folder' holds no crawl",
                "local --bogus | Unknown option: '--bogus'",
                "local --hub nosuch --plan | --hub: 'nosuch' is no hub; allowed: huggingface, modelhub, modelscope, modelzoo",
                "local --artifacts some --plan | expected one of [none, small, all]",
                "local --artifacts all --plan | --max-bytes: missing; --artifacts all needs the largest file",
                "local --artifacts small --max-bytes 2GB --plan | --max-bytes: '2GB' is not allowed; allowed is a number of bytes",
                "local --history --artifacts small --plan | --history: not with small; --artifacts all with --max-bytes",
                "local --formats safetensor --plan | --formats: 'safetensor' is not allowed; allowed is bin, caffe",
                "local --licenses Nonsense --plan | --licenses: 'Nonsense' is not allowed; allowed is an id of spdx.org",
                "local --min-downloads few --plan | --min-downloads: 'few' is not allowed; allowed is a whole number",
                "local --policy x.yaml --artifacts all --plan | --policy: not with --artifacts",
                "local --policy /no/such/file --plan | /no/such/file: cannot be read",
                "policy --set /no/such/file | /no/such/file: cannot be read",
                "local --limit 0 --plan | --limit: '0' is not allowed; 1 or more is",
                "local --limit many --plan | 'many' is not a long",
                "local --endpoint huggingface.co --plan | endpoint: 'huggingface.co' is not allowed; HOST=URL is",
                "local --allow-private nowhere --plan | allow-private: 'nowhere' is not allowed; HOST:PORT is",
                "local --kafka-config /no/such/file --plan | --kafka-config: '/no/such/file'",
                "local --bandwidth 50 --plan | --bandwidth: '50' is not allowed; a number with B/s, kB/s, MB/s",
                "crawl --once --bandwidth-per-host 5Mbit/s | --bandwidth-per-host: '5Mbit/s' is not allowed",
                "local --requests-per-host 0 --plan | http.per-host: '0' is not allowed; 1 to 1000",
                "local --contact (x) --plan | contact: '(x)' is not allowed",
                "demo --models -1 | models: -1",
                "demo --faults nosuch=1 | nosuch",
                "watch --type NOSUCH | expected one of [UNKNOWN, CREATED, REVISED",
                "watch --since yesterday | since: 'yesterday' is none of: beginning, now",
                "watch --max 0 | --max: '0' is not allowed; 1 or more is",
                "watch --hub nosuch | --hub: 'nosuch' is no hub",
                "watch --bootstrap-servers localhost:1 | --schema-registry: missing",
                "watch --data /no/such/folder | --data: '/no/such/folder' holds no crawl",
                "export --out x --format parquet | expected one of [jsonl, ptmtorrent]",
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
    void refusesTwoPlacesForObjects() throws IOException {
        // given
        Path settings = temp.resolve("settings");
        Files.writeString(settings, "store.directory=here\nstore.s3.bucket=there\n");

        // when
        CommandRun run = CommandRun.of("local", "--plan", "--kafka-config", settings.toString());

        // then
        assertThat(run.err()).contains("store.directory: 'here', and store.s3.bucket: 'there'; allowed is one of them");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void saysInWhichBucketObjectsWillStandAndHowFastFilesAreRead() throws IOException {
        // given
        Path settings = temp.resolve("settings");
        Files.writeString(settings, "store.s3.bucket=models\nstore.s3.prefix=ptm\nhttp.bandwidth=7MB/s\n");

        // when
        CommandRun run = CommandRun.of(
                "local",
                "--plan",
                "--endpoint",
                NOWHERE,
                "--contact",
                "team@example.org",
                "--kafka-config",
                settings.toString());

        // then
        assertThat(run.err()).contains("; objects s3://models/ptm/").contains("; at most 7.0 MB/s in all");
        assertThat(run.code()).isZero();
    }

    @Test
    void planSaysWhatACrawlCostsAndCrawlsNothing() throws IOException {
        // given
        Path data = temp.resolve("data");

        // when
        CommandRun run = CommandRun.of(
                "local", "--plan", "--endpoint", NOWHERE, "--contact", "team@example.org", "--data", data.toString());

        // then
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("huggingface: about 3,117,871 models (")
                .contains("full run    3,118 requests, 38 minutes, ")
                .contains("we send     400 in 5 minutes")
                .contains("onnx-model-zoo: about 2,380 models (")
                .contains("full run    3 requests, no published quota, 19.0 MB")
                .contains("pytorch-hub: about 52 models (")
                .contains("modelhub: about 33 models (")
                .contains("modelzoo: about 50 models (")
                .contains("modelscope: about 3,000 models (")
                .contains("api.github.com: 60 requests in 60 minutes")
                .contains(data.toString());
        assertThat(Files.exists(data)).isFalse();
    }

    @Test
    void planSaysTheQuotaThatTheHubAnswers() throws IOException {
        try (SampleHub hub =
                SampleHub.start(SampleHubConfig.defaults().withModels(5).withQuota(90, 60))) {
            // when
            CommandRun run = CommandRun.of(
                    "local", "--plan", "--hub", "huggingface", "--endpoint", "huggingface.co=" + hub.apiUri());

            // then
            assertThat(run.code()).isZero();
            assertThat(run.out())
                    .contains("huggingface.co: 90 requests in a minute")
                    .contains("without a token, its answer just now")
                    .contains("we send     72 in a minute (no contact; set HF_TOKEN for more)")
                    .doesNotContain("not asked");
            assertThat(hub.requests()).hasSize(1);
        }
    }

    @Test
    void planOfACrawlerNeedsNoCluster() throws IOException {
        try (SampleHub hub =
                SampleHub.start(SampleHubConfig.defaults().withModels(5).withQuota(90, 60))) {
            // when
            CommandRun run = CommandRun.of(
                    "crawl", "--plan", "--hub", "huggingface", "--endpoint", "huggingface.co=" + hub.apiUri());

            // then
            assertThat(run.code()).isZero();
            assertThat(run.out()).contains("huggingface.co: 90 requests in a minute");
            assertThat(hub.requests()).hasSize(1);
        }
    }

    @Test
    void planOfTheDemoAsksNobody() {
        // when
        CommandRun run = CommandRun.of("demo", "--plan", "--models", "1500", "--data", temp.toString());

        // then
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("huggingface: about 1,500 models (synthetic)")
                .contains("full run    2 requests")
                .contains("modelhub: about 28 models (synthetic)")
                .doesNotContain("not asked");
    }

    @Test
    void printsItsDefaultsAtStart() {
        // when
        CommandRun run = CommandRun.of("local", "--plan", "--endpoint", NOWHERE);

        // then
        assertThat(run.err())
                .contains(
                        "hubs huggingface, onnx-model-zoo, pytorch-hub, modelzoo, modelhub, modelscope; endpoints for")
                .contains(
                        "; artifacts none unless a policy is in force; data ./ptm-data; limit none; contact none; tokens none;"
                                + " full listing at first, then changes; an increment every 5 minutes");
    }

    @Test
    void takesOptionsFromTheEnvironmentAndTheCommandLineOverThem() {
        // given
        Map<String, String> environment = Map.of(
                "PTM_LIMIT", "5000",
                "PTM_CONTACT", "team@example.org",
                "PTM_UNTIL_IDLE", "true",
                "PTM_ENDPOINT", NOWHERE);

        // when
        CommandRun run = CommandRun.with(environment, "local", "--plan", "--limit", "7000");

        // then
        assertThat(run.err()).contains("limit 7000; contact team@example.org").contains("ends when idle");
        assertThat(run.out()).contains("about 7,000 models (").contains("full run    7 requests");
    }

    @ParameterizedTest
    @CsvSource({
        "HF_TOKEN, huggingface.co, 800 in 5 minutes",
        "PTM_HF_TOKEN, huggingface.co, 800 in 5 minutes",
        "GITHUB_TOKEN, api.github.com, '4,000 in 60 minutes'",
        "GH_TOKEN, api.github.com, '4,000 in 60 minutes'",
        "PTM_GITHUB_TOKEN, api.github.com, '4,000 in 60 minutes'",
        "MODELSCOPE_API_TOKEN, www.modelscope.cn, 400 in 5 minutes",
        "PTM_MODELSCOPE_API_TOKEN, www.modelscope.cn, 400 in 5 minutes",
    })
    void takesATokenFromTheEnvironmentForItsHostAndNeverShowsIt(String variable, String host, String pace) {
        // when
        CommandRun run = CommandRun.with(
                Map.of(variable, "hf_secret"), "local", "--plan", "--endpoint", NOWHERE, "--contact", "t@example.org");

        // then
        assertThat(run.err()).contains("tokens for " + host + ";").doesNotContain("hf_secret");
        assertThat(run.out()).contains("we send     " + pace).doesNotContain("hf_secret");
    }

    @Test
    void takesTokensFromAFileOverTheEnvironmentAndNoOptionTakesOne() throws IOException {
        // given
        Path file = Files.writeString(temp.resolve("tokens"), "huggingface.co=hf_secret\nmirror.example=m_secret\n");

        // when
        CommandRun run = CommandRun.with(
                Map.of("HF_TOKEN", "hf_other", "PTM_TOKEN_FILE", file.toString()),
                "local",
                "--plan",
                "--endpoint",
                NOWHERE);

        // then
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("tokens for huggingface.co, mirror.example;");
        assertThat(run.err() + run.out()).doesNotContain("secret").doesNotContain("hf_other");
        assertThat(CommandRun.of("local", "--token", "hf_secret").err())
                .contains("Unknown option: '--token'")
                .doesNotContain("secret");
        assertThat(CommandRun.of("local", "--token=hf_secret").err())
                .contains("Unknown option: '--token'")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"                      | \"\"      | holds no token; lines HOST=TOKEN are",
                "hf_SECRET               | \"\"      | line 1, is not allowed; lines HOST=TOKEN are",
                "huggingface.co=a SECRET | \"\"      | line 1: token: a value of 8 characters is not allowed; letters,",
                "huggingface.co=x        | a SECRET | HF_TOKEN: token: a value of 8 characters is not allowed; letters,",
            })
    void aBadTokenStopsTheStartAndIsNotShown(String text, String variable, String message) throws IOException {
        // given
        Path file = Files.writeString(temp.resolve("tokens"), text);

        // when
        CommandRun run = CommandRun.with(
                Map.of("HF_TOKEN", variable),
                "local",
                "--until-idle",
                "--data",
                temp.resolve("data").toString(),
                "--token-file",
                file.toString());

        // then
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("SECRET").doesNotContain("\tat ");
        assertThat(Files.exists(temp.resolve("data"))).isFalse();
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
        "DEMO, crawl, holds models of the demo",
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
