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
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The services in this process: normalizer, sink and crawler; they stop in the order in which data flows. */
final class Pipeline implements Work {
    private final HubHttp http;
    private final Normalizer normalizer;
    private final Crawler crawler;
    private final Closing closing;

    private Pipeline(HubHttp http, Normalizer normalizer, Crawler crawler, Closing closing) {
        this.http = http;
        this.normalizer = normalizer;
        this.crawler = crawler;
        this.closing = closing;
    }

    /**
     * Starts them against {@code kafka}, whose topics exist.
     *
     * @param objects folder of the objects
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
            ObjectStore store = closing.add(DirectoryStore.open(objects));
            closing.add(Sink.start(kafka, sinking, http, store, meters, onFatal));
            Crawler crawler = closing.add(Crawler.start(kafka, crawling, http, meters, onFatal));
            return new Pipeline(http, normalizer, crawler, closing);
        } catch (IOException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    @Override
    public RequestCounts sent() {
        return http.counts();
    }

    @Override
    public List<Allowance> allowances() {
        return http.allowances();
    }

    @Override
    public List<CrawlProgress> progress() {
        return crawler.progress();
    }

    /** Why the normalizer ended by itself; the others say so themselves. */
    @Override
    public Optional<Throwable> failure() {
        return normalizer.failure();
    }

    @Override
    public void close() {
        closing.close();
    }
}
