package io.ptmtorrent.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.samplehub.Fault;
import io.ptmtorrent.samplehub.FaultKind;
import io.ptmtorrent.samplehub.FaultTarget;
import io.ptmtorrent.samplehub.Faults;
import io.ptmtorrent.samplehub.HubRequest;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A whole hub mirrored: a mixed set of about 1,200 files and 780 MB, most of the bytes in twelve files, fetched by
 * {@code ptm local --artifacts all} (listing, details, ledger, verification, manifests) and by curl with sha256sum
 * ({@link CurlFloor}), in turn, without latency and with some.
 *
 * <p>The sample hub is in this process. Of {@code ptm local} counts the time from {@code startSeconds} to
 * {@code seconds} of its report. Arguments: {@code [runs] [latency in ms]}, 3 and 0 by default.
 */
public final class MirrorBenchmark {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MODELS = 120;
    private static final int HEAVY = 12;
    private static final int HEAVY_MIB = 60;

    private final Path root = Path.of("").toAbsolutePath();
    private final Path scratch;
    private final SampleHub hub;

    /** @param requestsAFile at the files' own addresses, a file that was fetched, right or wrong */
    private record Run(double floor, double ours, double requestsAFile) {}

    private MirrorBenchmark(Path scratch, SampleHub hub) {
        this.scratch = scratch;
        this.hub = hub;
    }

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        int latency = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        Path scratch = Files.createTempDirectory("ptm-mirror-benchmark");
        try (SampleHub hub = SampleHub.start(config())) {
            hub.onRequest(request -> sleep(latency));
            new MirrorBenchmark(scratch, hub).measure(runs, latency);
        } finally {
            Scratch.delete(scratch);
        }
    }

    /** Twelve models that anybody may read have a heavy file each. */
    private static SampleHubConfig config() throws IOException {
        SampleHubConfig plain = SampleHubConfig.defaults().withModels(MODELS).withQuota(Integer.MAX_VALUE, 300);
        Faults heavy = Faults.none();
        try (SampleHub hub = SampleHub.start(plain)) {
            for (ModelTruth model : open(hub).subList(0, HEAVY)) {
                heavy = heavy.and(new Fault(
                        FaultTarget.TREE,
                        FaultKind.HEAVY_FILE,
                        model.number(),
                        Fault.ANY,
                        Fault.ALWAYS,
                        Integer.toString(HEAVY_MIB)));
            }
        }
        return plain.withFaults(heavy);
    }

    private static List<ModelTruth> open(SampleHub hub) {
        return hub.truth()
                .live()
                .filter(model -> model.gated().equals("false") && !model.disabled() && model.movedTo() == null)
                .toList();
    }

    private void measure(int runs, int latency) throws Exception {
        List<String> addresses = new ArrayList<>();
        double bytes = 0;
        for (ModelTruth model : open(hub)) {
            for (FileTruth file : hub.truth().files(model)) {
                addresses.add(hub.apiUri() + "/" + Answer.encoded(model.path()) + "/resolve/" + model.sha() + "/"
                        + Answer.encoded(file.path()));
                bytes += file.size();
            }
        }
        System.out.printf("%,d files, %,.0f MB, %d ms an answer%n", addresses.size(), bytes / 1e6, latency);
        List<Run> all = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            double floor = bytes / 1e6 / CurlFloor.seconds(scratch.resolve("curl-" + run), addresses);
            all.add(ours(floor, scratch.resolve("data-" + run)));
            Scratch.delete(scratch.resolve("data-" + run));
            System.out.printf(
                    Locale.ROOT,
                    "run %d: curl and sha256sum %,.0f MB/s, ptm local %,.0f MB/s (%.2f of it), %.2f requests a fetched file%n",
                    run + 1,
                    floor,
                    all.get(run).ours(),
                    all.get(run).ours() / floor,
                    all.get(run).requestsAFile());
        }
        double floor = Figures.median(all.stream().map(Run::floor).toList());
        double ours = Figures.median(all.stream().map(Run::ours).toList());
        System.out.printf(
                "medians of %d runs: curl %,.0f MB/s, ptm local %,.0f MB/s (%.2f of it)%n",
                runs, floor, ours, ours / floor);
    }

    private Run ours(double floor, Path data) throws IOException, InterruptedException {
        Path report = Path.of(data + ".json");
        Path log = Path.of(data + ".log");
        long before = requests();
        try (PtmProcess local = PtmProcess.start(
                root,
                log,
                "local",
                "--hub=huggingface",
                "--endpoint=huggingface.co=" + hub.apiUri(),
                "--allow-private=" + hub.cdnUri().getHost() + ":" + hub.cdnUri().getPort(),
                "--artifacts=all",
                "--max-bytes=unlimited",
                "--until-idle",
                "--data=" + data,
                "--report=" + report)) {
            int exit = local.await();
            if (exit != 0) {
                throw new IOException("ptm local ended with " + exit + ":\n" + Files.readString(log));
            }
        }
        JsonNode result = JSON.readTree(report.toFile());
        double seconds =
                result.get("seconds").doubleValue() - result.get("startSeconds").doubleValue();
        long asked = hub.requests().stream()
                .filter(request -> request.number() > before && isOfAFile(request))
                .count();
        long fetched = Stream.of("stored", "failed", "unavailable")
                .mapToLong(state -> result.at("/files/" + state).longValue())
                .sum();
        System.out.printf("         %s; %,d requests in all%n", result.get("files"), requests() - before);
        return new Run(floor, result.at("/bytes/stored").doubleValue() / 1e6 / seconds, (double) asked / fetched);
    }

    private long requests() {
        return hub.requestCount(HubRequest.Host.API) + hub.requestCount(HubRequest.Host.CDN);
    }

    /** At the file's own address: what comes after a redirect is the hop. */
    private static boolean isOfAFile(HubRequest request) {
        return request.host() == HubRequest.Host.API
                && request.path().contains("/resolve/")
                && !request.path().startsWith("/api/");
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
