package io.ptmtorrent.crawler.git;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A synthetic GitHub and a client that asks it once, without patience. */
final class LoopbackGitHub implements AutoCloseable {
    final SampleGitHub hosts;
    final HubHttp http;
    final GitHub github;

    LoopbackGitHub(SampleRepository... repositories) throws IOException {
        hosts = SampleGitHub.start(List.of(repositories));
        http = HubHttp.create(
                HubHttpConfig.defaults("test")
                        .withEndpoints(SampleGitHub.HOSTS.stream()
                                .map(host -> new Endpoint(host, URI.create(hosts.uri() + "/" + host)))
                                .toList())
                        .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ZERO)
                        .withPace(1, Duration.ZERO),
                new SimpleMeterRegistry());
        github = new GitHub(http);
    }

    static Repository of(SampleRepository sample) {
        return new Repository(sample.owner(), sample.name());
    }

    @Override
    public void close() throws IOException {
        http.close();
        hosts.close();
    }
}
