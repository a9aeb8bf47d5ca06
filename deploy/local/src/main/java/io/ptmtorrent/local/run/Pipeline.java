package io.ptmtorrent.local.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.crawler.CrawlProgress;
import io.ptmtorrent.crawler.Crawler;
import io.ptmtorrent.crawler.CrawlerConfig;
import io.ptmtorrent.http.Allowance;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.RequestCounts;
import io.ptmtorrent.normalizer.Normalizer;
import io.ptmtorrent.normalizer.NormalizerConfig;
import io.ptmtorrent.sink.Sink;
import io.ptmtorrent.sink.SinkConfig;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.ObjectStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The services in this process: normalizer, sink and crawler, or a crawler alone; they stop as data flows. */
final class Pipeline implements AutoCloseable {
    private final HubHttp http;
    private final @Nullable Normalizer normalizer;
    private final Crawler crawler;
    private final Closing closing;

    private Pipeline(HubHttp http, @Nullable Normalizer normalizer, Crawler crawler, Closing closing) {
        this.http = http;
        this.normalizer = normalizer;
        this.crawler = crawler;
        this.closing = closing;
    }

    /**
     * Starts them against {@code kafka}, whose topics exist.
     *
     * @param objects folder of the objects, unless the settings name another place
     * @param onFatal told, on another thread, what one of them cannot recover from
     */
    static Pipeline start(
            KafkaSettings kafka,
            CrawlerConfig crawling,
            NormalizerConfig normalizing,
            SinkConfig sinking,
            Path objects,
            HubHttpConfig asking,
            Consumer<Throwable> onFatal)
            throws IOException {
        MeterRegistry meters = new SimpleMeterRegistry();
        Closing closing = new Closing();
        try {
            HubHttp http = closing.add(HubHttp.create(asking, meters));
            Normalizer normalizer = closing.add(Normalizer.start(kafka, normalizing, meters));
            ObjectStore store = closing.add(ObjectStores.open(kafka.passThrough(), objects, sinking.maxBytes()));
            closing.add(Sink.start(kafka, sinking, http, store, meters, onFatal));
            Crawler crawler = closing.add(Crawler.start(kafka, crawling, http, meters, onFatal));
            return new Pipeline(http, normalizer, crawler, closing);
        } catch (IOException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /**
     * Starts a crawler alone against {@code kafka}, whose topics exist.
     *
     * @param onFatal told, on another thread, what it cannot recover from
     */
    static Pipeline crawler(
            KafkaSettings kafka, CrawlerConfig crawling, HubHttpConfig asking, Consumer<Throwable> onFatal) {
        MeterRegistry meters = new SimpleMeterRegistry();
        Closing closing = new Closing();
        try {
            HubHttp http = closing.add(HubHttp.create(asking, meters));
            Crawler crawler = closing.add(Crawler.start(kafka, crawling, http, meters, onFatal));
            return new Pipeline(http, null, crawler, closing);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /** What was sent to hosts so far. */
    RequestCounts sent() {
        return http.counts();
    }

    /** What hosts last said is left of their quotas. */
    List<Allowance> allowances() {
        return http.allowances();
    }

    /** Where the crawler's runs stand. */
    List<CrawlProgress> progress() {
        return crawler.progress();
    }

    /** Why the normalizer ended by itself; the others say so themselves. */
    Optional<Throwable> failure() {
        return normalizer == null ? Optional.empty() : normalizer.failure();
    }

    @Override
    public void close() {
        closing.close();
    }
}
