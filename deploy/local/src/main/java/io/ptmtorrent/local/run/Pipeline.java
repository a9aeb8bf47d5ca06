package io.ptmtorrent.local.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.crawler.CrawlProgress;
import io.ptmtorrent.crawler.Crawler;
import io.ptmtorrent.crawler.CrawlerConfig;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.RequestCounts;
import io.ptmtorrent.normalizer.Normalizer;
import io.ptmtorrent.normalizer.NormalizerConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The services in this process: normalizer and crawler; they stop in the order in which data flows. */
final class Pipeline implements AutoCloseable {
    private final HubHttp http;
    private final Normalizer normalizer;
    private final Crawler crawler;

    private Pipeline(HubHttp http, Normalizer normalizer, Crawler crawler) {
        this.http = http;
        this.normalizer = normalizer;
        this.crawler = crawler;
    }

    /**
     * Starts them against {@code kafka}, whose topics exist.
     *
     * @param onFatal told, on another thread, what one of them cannot recover from
     */
    static Pipeline start(
            KafkaSettings kafka,
            CrawlerConfig crawling,
            NormalizerConfig normalizing,
            HubHttpConfig asking,
            Consumer<Throwable> onFatal) {
        MeterRegistry meters = new SimpleMeterRegistry();
        HubHttp http = HubHttp.create(asking, meters);
        try {
            Normalizer normalizer = Normalizer.start(kafka, normalizing, meters);
            try {
                return new Pipeline(http, normalizer, Crawler.start(kafka, crawling, http, meters, onFatal));
            } catch (RuntimeException e) {
                normalizer.close();
                throw e;
            }
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
    }

    /** What was sent to hosts so far. */
    RequestCounts sent() {
        return http.counts();
    }

    /** Where the crawler's runs stand. */
    List<CrawlProgress> progress() {
        return crawler.progress();
    }

    /** Why the normalizer ended by itself; empty while it works. */
    Optional<Throwable> failure() {
        return normalizer.failure();
    }

    @Override
    public void close() {
        try {
            crawler.close();
        } finally {
            try {
                normalizer.close();
            } finally {
                http.close();
            }
        }
    }
}
