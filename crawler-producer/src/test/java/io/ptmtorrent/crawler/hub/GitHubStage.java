package io.ptmtorrent.crawler.hub;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.samplehub.git.GitHubRequest;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A synthetic GitHub, and a client whose requests all go to it. */
public final class GitHubStage implements AutoCloseable {
    private final SampleGitHub github;
    private final HubHttp http;

    private GitHubStage(SampleGitHub github, HubHttp http) {
        this.github = github;
        this.http = http;
    }

    /**
     * Starts both.
     *
     * @param prepared puts further hosts beside GitHub's
     */
    public static GitHubStage start(List<SampleRepository> repositories, Consumer<SampleGitHub> prepared)
            throws IOException {
        SampleGitHub github = SampleGitHub.start(repositories);
        prepared.accept(github);
        HubHttpConfig config = HubHttpConfig.defaults("test")
                .withEndpoints(github.endpoints().entrySet().stream()
                        .map(host -> new Endpoint(host.getKey(), host.getValue()))
                        .toList())
                .withPace(1, Duration.ZERO);
        return new GitHubStage(github, HubHttp.create(config, new SimpleMeterRegistry()));
    }

    public SampleGitHub github() {
        return github;
    }

    public HubHttp http() {
        return http;
    }

    /** Addresses of all requests so far. */
    public List<String> asked() {
        return github.requests().stream().map(GitHubRequest::address).toList();
    }

    public static HubPage full(Hub hub) throws IOException {
        return hub.page(hub.first(new Listing(CrawlMode.FULL, null, null, 1_000)));
    }

    public static HubPage increment(Hub hub, @Nullable String known) throws IOException {
        return hub.page(hub.first(new Listing(CrawlMode.INCREMENTAL, null, known, 1_000)));
    }

    public static List<HubRow> rows(HubPage page) {
        return ((HubPage.Listed) page).items().stream().map(HubRow.class::cast).toList();
    }

    public static byte[] bytes(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        http.close();
        github.close();
    }
}
