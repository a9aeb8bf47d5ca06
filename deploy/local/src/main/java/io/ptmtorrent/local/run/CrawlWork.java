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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A crawler alone in this process. */
final class CrawlWork implements Work {
    private final HubHttp http;
    private final Crawler crawler;
    private final Closing closing;

    private CrawlWork(HubHttp http, Crawler crawler, Closing closing) {
        this.http = http;
        this.crawler = crawler;
        this.closing = closing;
    }

    /**
     * Starts it against {@code kafka}, whose topics exist.
     *
     * @param onFatal told, on another thread, what it cannot recover from
     */
    static CrawlWork start(
            KafkaSettings kafka, CrawlerConfig crawling, HubHttpConfig asking, Consumer<Throwable> onFatal) {
        MeterRegistry meters = new SimpleMeterRegistry();
        Closing closing = new Closing();
        try {
            HubHttp http = closing.add(HubHttp.create(asking, meters));
            Crawler crawler = closing.add(Crawler.start(kafka, crawling, http, meters, onFatal));
            return new CrawlWork(http, crawler, closing);
        } catch (RuntimeException e) {
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

    /** What a crawler cannot recover from it says itself. */
    @Override
    public Optional<Throwable> failure() {
        return Optional.empty();
    }

    @Override
    public void close() {
        closing.close();
    }
}
