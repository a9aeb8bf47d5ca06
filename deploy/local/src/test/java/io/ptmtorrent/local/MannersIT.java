package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.samplehub.Faults;
import io.ptmtorrent.samplehub.HubRequest;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubs;
import io.ptmtorrent.samplehub.git.GitHubRequest;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How whole crawls behave to hosts: with tokens, under limits, and when led astray. */
class MannersIT {
    private static final String HF_TOKEN = "hf_SESAME1openTheHub";
    private static final String API_TOKEN = "ghp_SESAME2openTheApi";
    private static final String GIT_TOKEN = "ghp_SESAME3openGit";
    private static final String MARK = "SESAME";

    @TempDir
    Path temp;

    @Test
    void tokensGoToTheirHostsAndNowhereElseAndNobodyIsAskedByHead() throws Exception {
        // given
        Path tokens = Files.writeString(
                temp.resolve("tokens"), "api.github.com=" + API_TOKEN + "\ngithub.com=" + GIT_TOKEN + "\n");
        SampleHubConfig config =
                SampleHubConfig.defaults().withModels(60).withSeed(7).withTokenForGated(HF_TOKEN);
        try (SampleHubs hubs = SampleHubs.start(config)) {
            // when all hubs are crawled, and all their files fetched
            CommandRun first = crawl(hubs, "--debug", "--token-file", tokens.toString());
            List<HubRequest> huggingFace = hubs.huggingFace().requests();
            List<GitHubRequest> gitHub = hubs.gitHub().requests();

            // then
            assertThat(first.code()).as(first.err()).isZero();
            assertThat(huggingFace).extracting(HubRequest::method).containsOnly("GET");
            assertThat(gitHub).extracting(GitHubRequest::method).containsOnly("GET", "POST");
            assertThat(huggingFace)
                    .filteredOn(request -> request.host() == HubRequest.Host.API)
                    .isNotEmpty()
                    .allMatch(HubRequest::authorized);
            assertThat(huggingFace)
                    .filteredOn(request -> request.host() == HubRequest.Host.CDN)
                    .isNotEmpty()
                    .noneMatch(HubRequest::authorized);
            assertThat(gitHub)
                    .filteredOn(GitHubRequest::authorized)
                    .extracting(GitHubRequest::host)
                    .containsOnly("api.github.com", "github.com");
            assertThat(gitHub)
                    .filteredOn(request -> !request.authorized())
                    .extracting(GitHubRequest::host)
                    .contains(
                            "codeload.github.com", "raw.githubusercontent.com", "release-assets.githubusercontent.com")
                    .doesNotContain("api.github.com", "github.com");

            // and everybody was told who asks
            assertThat(huggingFace)
                    .allSatisfy(request -> assertThat(request.headers().get("user-agent"))
                            .startsWith("ptmtorrent-stream/")
                            .endsWith(" (+team@example.org)"));
            assertThat(gitHub)
                    .allSatisfy(request ->
                            assertThat(request.headers().get("user-agent")).endsWith(" (+team@example.org)"));

            // and no token was written anywhere
            assertThat(first.out() + first.err())
                    .contains("tokens for api.github.com, github.com, huggingface.co")
                    .doesNotContain(MARK);
            assertThat(Files.readString(report())).doesNotContain(MARK);
            AllBytes written = AllBytes.searched(data(), List.of(MARK));
            assertThat(written.found()).isEmpty();
            assertThat(written.files()).isGreaterThan(100);
            assertThat(written.records()).isGreaterThan(1_000);

            // and the report tells of each hub what it cost
            ReportFile told = ReportFile.read(report());
            assertThat(told.json().path("hubs")).allSatisfy(hub -> {
                assertThat(hub.path("requestsPerModel").asDouble()).isPositive();
                assertThat(hub.path("lagSeconds").asDouble(-1)).isNotNegative();
            });
            assertThat(told.json().path("budgets").findValuesAsText("host")).contains("huggingface.co");

            // when nothing has changed
            int asked = huggingFace.size();
            int askedGitHub = gitHub.size();
            CommandRun second = crawl(hubs, "--token-file", tokens.toString(), "--full");

            // then no model whose revision is known is asked for, and no file
            assertThat(second.code()).as(second.err()).isZero();
            assertThat(hubs.huggingFace()
                            .requests()
                            .subList(asked, hubs.huggingFace().requests().size()))
                    .isNotEmpty()
                    .allMatch(request -> request.path().equals("/api/models"));
            assertThat(hubs.gitHub()
                            .requests()
                            .subList(askedGitHub, hubs.gitHub().requests().size()))
                    .noneMatch(request -> request.host().equals("release-assets.githubusercontent.com")
                            || request.host().equals("media.githubusercontent.com")
                            || request.host().equals("api.github.com"));
        }
    }

    @Test
    void aRedirectOfGitHubsToAPrivateAddressOrToNoWebAddressIsNotFollowed() throws Exception {
        // given a private server, and release assets that lead there by many ways
        AtomicInteger reached = new AtomicInteger();
        HttpServer inside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        inside.createContext("/", exchange -> {
            reached.incrementAndGet();
            exchange.close();
        });
        inside.start();
        int port = inside.getAddress().getPort();
        List<String> ways = List.of(
                "http://127.0.0.1:" + port + "/x",
                "http://localhost:" + port + "/x",
                "http://[::1]:" + port + "/x",
                "http://2130706433:" + port + "/x",
                "https://10.0.0.1/x",
                "http://169.254.169.254/latest/meta-data",
                "file:///etc/passwd",
                "ftp://127.0.0.1/x",
                "?again");
        AtomicInteger way = new AtomicInteger();
        try (SampleHubs hubs =
                SampleHubs.start(SampleHubConfig.defaults().withModels(5).withSeed(7))) {
            hubs.gitHub()
                    .mount(
                            "release-assets.githubusercontent.com",
                            request -> Answer.text(302, "")
                                    .with("location", ways.get(way.getAndIncrement() % ways.size())));

            // when
            CommandRun run = crawl(hubs, "--hub", "modelhub");

            // then
            inside.stop(0);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(reached).hasValue(0);
            assertThat(way.get()).isGreaterThanOrEqualTo(ways.size());
            List<ArtifactResult> failed = TopicContents.of(data(), Topics::artifactResults).stream()
                    .filter(result -> result.getState() == ResultState.FAILED)
                    .toList();
            assertThat(failed)
                    .extracting(ArtifactResult::getReason)
                    .contains(FileReason.REFUSED_ADDRESS, FileReason.BAD_REDIRECT)
                    .isSubsetOf(FileReason.REFUSED_ADDRESS, FileReason.BAD_REDIRECT, FileReason.NOT_FOUND);
            assertThat(ReportFile.read(report())
                            .json()
                            .path("files")
                            .path("unavailable")
                            .asInt())
                    .isPositive();
        }
    }

    @Test
    void afterA429NothingIsSentToThatBucketBeforeItsTime() throws Exception {
        // given a listing of three pages, the second of which is refused for five seconds, while files are asked for
        Path pages = Files.writeString(temp.resolve("pages"), "crawler.page-size=40\n");
        record Arrival(HubRequest request, long nanos) {}
        Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
        SampleHubConfig config =
                SampleHubConfig.defaults().withModels(100).withSeed(5).withFaults(Faults.parse("429=2@5"));
        try (SampleHub hub = SampleHub.start(config)) {
            hub.onRequest(request -> arrivals.add(new Arrival(request, System.nanoTime())));

            // when
            CommandRun run = crawl(
                    Map.of("huggingface.co", hub.apiUri()),
                    List.of(hub.cdnUri()),
                    "--hub",
                    "huggingface",
                    "--kafka-config",
                    pages.toString(),
                    "--artifacts",
                    "small");

            // then
            assertThat(run.code()).as(run.err()).isZero();
            List<Arrival> api = arrivals.stream()
                    .filter(arrival -> arrival.request().path().startsWith("/api/models"))
                    .toList();
            long refused = api.stream()
                    .filter(arrival -> arrival.request().query().contains("cursor="))
                    .findFirst()
                    .orElseThrow()
                    .nanos();
            long grace = refused + Duration.ofMillis(500).toNanos();
            long end = refused + Duration.ofSeconds(5).toNanos();
            assertThat(api).noneMatch(arrival -> arrival.nanos() > grace && arrival.nanos() < end);
            assertThat(api).filteredOn(arrival -> arrival.nanos() < refused).isNotEmpty();
            assertThat(api).filteredOn(arrival -> arrival.nanos() >= end).hasSizeGreaterThan(1);
            assertThat(ReportFile.read(report())
                            .json()
                            .path("hubs")
                            .path("huggingface")
                            .path("requestFailures")
                            .path("limited")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    private CommandRun crawl(SampleHubs hubs, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--artifacts", "all", "--max-bytes", "unlimited"));
        arguments.addAll(List.of(more));
        return crawl(hubs.endpoints(), hubs.servers(), arguments.toArray(String[]::new));
    }

    private CommandRun crawl(Map<String, URI> endpoints, List<URI> servers, String... more) {
        String to = endpoints.entrySet().stream()
                .map(host -> host.getKey() + "=" + host.getValue())
                .collect(Collectors.joining(","));
        String allowed = servers.stream()
                .map(server -> server.getHost() + ":" + server.getPort())
                .collect(Collectors.joining(","));
        Stream<String> usual = Stream.of(
                "local",
                "--until-idle",
                "--contact",
                "team@example.org",
                "--endpoint",
                to,
                "--allow-private",
                allowed,
                "--data",
                data().toString(),
                "--report",
                report().toString());
        return CommandRun.with(
                Map.of("HF_TOKEN", HF_TOKEN),
                Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
    }

    private Path data() {
        return temp.resolve("data");
    }

    private Path report() {
        return temp.resolve("report.json");
    }
}
