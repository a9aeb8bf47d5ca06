package io.ptmtorrent.benchmarks;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.crawler.CrawlRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two crawlers on one hub, whose owner is killed again and again while it lists: how long until the other commits a
 * page, what memory they take, and whether the topic then holds each model once.
 *
 * <p>The crawlers are processes with 256 MiB of heap; the broker is in this one. Owners die at pages spread evenly over
 * the run, and a new crawler stands by each time. The floor copies the same pages whole ({@link ListingFloor}); the floor
 * of a takeover is the group's session timeout, 10 s, after which the broker calls the owner dead. Arguments: {@code
 * [models] [kills]}, 1,000,000 and 5 by default.
 */
public final class TakeoverBenchmark implements AutoCloseable {
    private static final long LIMIT_NANOS = Duration.ofMinutes(30).toNanos();
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int PAGE = 1000;

    private final HubProcess hub;
    private final KafkaSettings kafka;
    private final Path scratch;
    private final CrawlRequest request = CrawlRequests.of("huggingface", CrawlMode.FULL);
    private final TopicReader<CrawlCheckpoint> checkpoints;
    private final List<CrawlerProcess> crawlers = new ArrayList<>();
    private final List<Double> takeovers = new ArrayList<>();
    private final long started = System.nanoTime();
    private double peakMib;
    private @Nullable CrawlCheckpoint last;

    private TakeoverBenchmark(HubProcess hub, KafkaSettings kafka, Path scratch) {
        this.hub = hub;
        this.kafka = kafka;
        this.scratch = scratch;
        this.checkpoints = TopicReader.open(kafka, kafka.topics().crawlCheckpoints());
    }

    public static void main(String[] arguments) throws Exception {
        int models = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int kills = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path scratch = Files.createTempDirectory("ptm-takeover-benchmark");
        try (HubProcess hub = HubProcess.start(Path.of("").toAbsolutePath(), scratch, models)) {
            double floor = new ListingFloor(hub.apiUri()).modelsPerSecond(scratch.resolve("floor"), models);
            try (BenchmarkKafka broker = BenchmarkKafka.start(scratch.resolve("kafka"));
                    TakeoverBenchmark benchmark = new TakeoverBenchmark(hub, broker.settings(), scratch)) {
                benchmark.crawl(models, kills);
                benchmark.report(models, floor);
            }
        } finally {
            Scratch.delete(scratch);
        }
    }

    private void crawl(int models, int kills) throws IOException, InterruptedException {
        startCrawler();
        startCrawler();
        CrawlRequests.send(kafka, List.of(request));
        for (int kill = 1; kill <= kills; kill++) {
            awaitPages(models / PAGE * kill / (kills + 1));
            takeover();
        }
        while (last == null || last.getEndedAt() == null) {
            read();
        }
        for (CrawlerProcess crawler : crawlers) {
            peakMib = Math.max(peakMib, crawler.peakMib());
        }
    }

    private void takeover() throws IOException, InterruptedException {
        CrawlerProcess owner = owner();
        peakMib = Math.max(peakMib, owner.peakMib());
        crawlers.remove(owner);
        owner.kill();
        long killed = System.nanoTime();
        while (!crawlers.getFirst().tookTheHub()) {
            read();
        }
        awaitPages(Objects.requireNonNull(last).getPages() + 1);
        takeovers.add(Figures.secondsSince(killed));
        startCrawler();
    }

    private CrawlerProcess owner() throws IOException {
        for (CrawlerProcess crawler : crawlers) {
            if (crawler.tookTheHub()) {
                return crawler;
            }
        }
        throw new IOException("nobody took the hub");
    }

    private void startCrawler() throws IOException {
        crawlers.add(
                CrawlerProcess.start("crawler-" + (takeovers.size() + crawlers.size()), kafka, hub.apiUri(), scratch));
    }

    private void awaitPages(long pages) throws IOException {
        while (last == null || last.getPages() < pages) {
            read();
        }
    }

    private void read() throws IOException {
        if (System.nanoTime() - started > LIMIT_NANOS) {
            throw new IOException("not done within " + Duration.ofNanos(LIMIT_NANOS));
        }
        for (CrawlerProcess crawler : crawlers) {
            crawler.requireAlive();
        }
        checkpoints.poll(POLL).forEach(row -> {
            if (row.value() != null && row.value().getRequestId().equals(request.getRequestId())) {
                last = row.value();
            }
        });
    }

    private void report(int models, double floor) {
        double seconds = Figures.secondsSince(started);
        Set<String> listed = new HashSet<>();
        long[] rows = new long[1];
        try (TopicReader<Observation> observations =
                TopicReader.open(kafka, kafka.topics().observations())) {
            observations.readToEnd(row -> {
                if (row.value() != null && row.value().getKind() == ObservationKind.LISTED) {
                    listed.add(row.key());
                    rows[0]++;
                }
            });
        }
        CrawlCheckpoint end = Objects.requireNonNull(last);
        System.out.printf("models                %,d, owner killed %d times%n", models, takeovers.size());
        System.out.printf("floor                 %,.0f models/s%n", floor);
        System.out.printf("two crawlers          %,.0f models/s, takeovers included%n", models / seconds);
        System.out.printf(
                "takeover              %.1f s, %.1f s at most; the broker waits 10 s of it%n",
                Figures.median(takeovers),
                takeovers.stream().mapToDouble(it -> it).max().orElse(Double.NaN));
        System.out.printf("a crawler's memory    heap 256 MiB at most, %,.0f MiB resident%n", peakMib);
        System.out.printf(
                "listed                %,d rows of %,d models; run %s, checkpoint %,d%n",
                rows[0], listed.size(), end.getComplete() ? "complete" : "incomplete", end.getListed());
    }

    @Override
    public void close() {
        crawlers.forEach(CrawlerProcess::close);
        checkpoints.close();
    }
}
