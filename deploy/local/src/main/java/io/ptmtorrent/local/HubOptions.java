package io.ptmtorrent.local;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.http.Bandwidth;
import io.ptmtorrent.http.HostPort;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.Rate;
import io.ptmtorrent.local.run.CrawlOrder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which hubs are crawled, how much of them, and how they are asked: what every command that crawls takes. */
final class HubOptions {
    @Option(
            names = "--hub",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Hub to crawl: huggingface, onnx-model-zoo, pytorch-hub, modelhub, modelzoo, modelscope; may be given"
                            + " more than once. Default: all of them")
    private Set<String> hubs = new LinkedHashSet<>();

    @Option(
            names = "--allow-private",
            split = ",",
            paramLabel = "HOST:PORT",
            description = "A private or loopback server that redirects may lead to (a mirror's own CDN). Default: none")
    private Set<String> allowPrivate = new LinkedHashSet<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Stop after N models of each hub; such a run counts as no full one. Default: no limit")
    private @Nullable Long limit;

    @Option(
            names = "--contact",
            paramLabel = "WHO",
            description = "Address or URL of who answers for the requests, told to hubs. Without it a crawl beyond"
                    + " this machine takes a tenth of the quota. Default: none")
    private @Nullable String contact;

    @Option(
            names = "--bandwidth",
            paramLabel = "RATE",
            description = "Read at most so much of all hosts together, as 50MB/s. Default: no cap")
    private @Nullable String bandwidth;

    @Option(
            names = "--bandwidth-per-host",
            paramLabel = "RATE",
            description = "Read at most so much of each host, as 20MB/s. Default: no cap")
    private @Nullable String bandwidthPerHost;

    @Option(
            names = "--requests-per-host",
            paramLabel = "N",
            description = "Requests under way at one host at most, their answers being read included. Default: 16")
    private @Nullable Integer perHost;

    @Option(
            names = "--full",
            description = "Read whole listings. Default: changes alone, and all where a hub was never read or not for"
                    + " 7 days")
    private boolean full;

    @Option(
            names = "--accept-shrink",
            description = "Take a full run for complete although it listed over 5 %% fewer models than the last."
                    + " Default: such a run fails")
    private boolean acceptShrink;

    @Nullable
    Long limit() {
        return limit;
    }

    /** Names of the hubs to crawl. */
    List<String> hubs() {
        return HubNames.orAll("--hub", hubs);
    }

    /** How hubs are asked, without endpoints and tokens. */
    HubHttpConfig http() {
        HubHttpConfig defaults = HubHttpConfig.defaults(Ptm.Version.current());
        return defaults.withContact(contact)
                .withPerHost(perHost == null ? defaults.perHost() : perHost)
                .withBandwidth(new Bandwidth(
                        bandwidth == null ? null : Rate.parse("--bandwidth", bandwidth),
                        bandwidthPerHost == null ? null : Rate.parse("--bandwidth-per-host", bandwidthPerHost),
                        Map.of()))
                .withAllowPrivate(allowPrivate(List.of()));
    }

    /** Servers that {@code --allow-private} named and {@code more}. */
    List<HostPort> allowPrivate(List<HostPort> more) {
        return Stream.concat(allowPrivate.stream().map(HostPort::parse), more.stream())
                .toList();
    }

    /** What is asked of the hubs. */
    CrawlOrder order(boolean alwaysFull, @Nullable String filter) {
        CrawlMode mode = full || alwaysFull ? CrawlMode.FULL : CrawlMode.INCREMENTAL;
        return new CrawlOrder(hubs(), mode, limit, filter, acceptShrink);
    }
}
