package io.ptmtorrent.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.crawler.CrawlRequests;
import io.ptmtorrent.local.folder.Addresses;
import io.ptmtorrent.local.folder.DataFolder;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The whole way of one model in a {@code ptm local --artifacts all} at rest: from the moment at which the crawler read its
 * row to the moment at which a reader sees its complete package, manifest included.
 *
 * <p>The sample hub is in this process. Each model is the newest of a crawl with a limit one higher than the last: listed,
 * asked for its files, fetched, verified, and written down, alone. The first comes while the process starts and is told
 * apart. The floor, after each: the same listing page, the same tree and the same files by the JDK's client, one after
 * another, each written, synced and renamed. Arguments: {@code [models]}, 20 by default.
 */
public final class PackageBenchmark {
    private static final String HUB = FileRequests.HUB;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern ORDINARY = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9 ._/-]*|\\.gitattributes");
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path scratch;
    private final SampleHub hub;
    private final Map<String, Instant> listed = new HashMap<>();
    private final Map<String, Instant> complete = new HashMap<>();

    private PackageBenchmark(Path scratch, SampleHub hub) {
        this.scratch = scratch;
        this.hub = hub;
    }

    public static void main(String[] arguments) throws Exception {
        int models = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        Path scratch = Files.createTempDirectory("ptm-package-benchmark");
        try (SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(10 * (models + 1)))) {
            new PackageBenchmark(scratch, hub).measure(models);
        } finally {
            Scratch.delete(scratch);
        }
    }

    private void measure(int models) throws IOException, InterruptedException {
        List<ModelTruth> all = hub.truth().live().limit(10L * models).toList();
        Path data = scratch.resolve("data");
        try (PtmProcess local = start(data);
                FileFloor floor = new FileFloor(scratch.resolve("floor"))) {
            KafkaSettings kafka = settings(data, local);
            try (TopicReader<Observation> observations =
                            TopicReader.open(kafka, kafka.topics().observations());
                    TopicReader<Package> packages =
                            TopicReader.open(kafka, kafka.topics().packages())) {
                List<Double> ours = new ArrayList<>();
                List<Double> floors = new ArrayList<>();
                for (int i = 0; i < all.size() && ours.size() <= models; i++) {
                    if (isOrdinary(all.get(i))) {
                        if (i > 0) {
                            CrawlRequests.send(
                                    kafka, List.of(CrawlRequests.of(HUB, CrawlMode.FULL, (long) i + 1, null, false)));
                        }
                        ours.add(seconds(all.get(i), observations, packages, local));
                        floors.add(floorSeconds(all.get(i), floor));
                    }
                }
                report(ours, floors, local);
            }
        }
    }

    /** Rows that are dead letters, files that nobody gets, and names that no address holds would measure something else. */
    private boolean isOrdinary(ModelTruth model) {
        return model.oddity() == null
                && model.gated().equals("false")
                && !model.disabled()
                && hub.truth().files(model).stream()
                        .allMatch(file -> ORDINARY.matcher(file.path()).matches());
    }

    private PtmProcess start(Path data) throws IOException {
        return PtmProcess.start(
                Path.of("").toAbsolutePath(),
                scratch.resolve("local.log"),
                "local",
                "--hub",
                "huggingface",
                "--hub=" + HUB,
                "--endpoint=huggingface.co=" + hub.apiUri(),
                "--allow-private=" + hub.cdnUri().getAuthority(),
                "--contact=benchmark@example.org",
                "--artifacts=all",
                "--full",
                "--limit=1",
                "--data=" + data);
    }

    private static KafkaSettings settings(Path data, PtmProcess local) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Optional<Addresses> found = DataFolder.addresses(data);
        while (found.isEmpty()) {
            requireTime(local, deadline, "ptm local does not say where it is");
            TimeUnit.MILLISECONDS.sleep(50);
            found = DataFolder.addresses(data);
        }
        Addresses at = found.get();
        return new KafkaSettings(
                at.bootstrapServers(), at.schemaRegistry(), new Topics(at.prefix(), at.partitions()), Map.of());
    }

    private double seconds(
            ModelTruth model, TopicReader<Observation> observations, TopicReader<Package> packages, PtmProcess local)
            throws IOException {
        String key = new ModelKey(HUB, model.stableId()).toString();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!complete.containsKey(key)) {
            packages.poll(Duration.ofMillis(20)).forEach(row -> complete.putIfAbsent(row.key(), Instant.now()));
            requireTime(local, deadline, "no package of " + model.path());
        }
        observations.readToEnd(row -> {
            Observation seen = row.value();
            if (seen != null && seen.getKind() == ObservationKind.LISTED) {
                listed.putIfAbsent(row.key(), seen.getSeenAt());
            }
        });
        return Duration.between(listed.get(key), complete.get(key)).toNanos() / 1e9;
    }

    private double floorSeconds(ModelTruth model, FileFloor floor) throws IOException, InterruptedException {
        String api = hub.apiUri() + "/api/models";
        long started = System.nanoTime();
        floor.get(URI.create(api + "?limit=1&sort=createdAt&direction=1&full=true"));
        JsonNode tree = JSON.readTree(
                floor.get(URI.create(api + "/" + model.path() + "/tree/" + model.sha() + "?recursive=true")));
        for (JsonNode entry : tree) {
            if (entry.path("type").asText().equals("file")) {
                String path = entry.path("path").asText().replace(" ", "%20");
                URI address = URI.create(hub.apiUri() + "/" + model.path() + "/resolve/" + model.sha() + "/" + path);
                floor.fetch(address, model.stableId() + "-" + path.replace('/', '~'));
            }
        }
        return Figures.secondsSince(started);
    }

    private void report(List<Double> ours, List<Double> floors, PtmProcess local) throws IOException {
        List<Double> rest = ours.subList(1, ours.size());
        double floor = Figures.median(floors.subList(1, floors.size()));
        double median = Figures.median(rest);
        System.out.printf("models              %d, one at a time%n", rest.size());
        System.out.printf("floor               %.3f s (median)%n", floor);
        System.out.printf(
                "listed to complete  %.2f s (median, %.0f times the floor), %.2f s at most%n",
                median,
                median / floor,
                rest.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
        System.out.printf("while it starts     %.2f s%n", ours.getFirst());
        System.out.printf("peak resident       %.0f MiB%n", local.peakMib());
    }

    private static void requireTime(PtmProcess local, long deadline, String what) throws IOException {
        if (!local.isAlive() || System.nanoTime() > deadline) {
            throw new IOException(what + (local.isAlive() ? " in time" : "; ptm local ended"));
        }
    }
}
