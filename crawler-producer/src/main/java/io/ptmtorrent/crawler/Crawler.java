package io.ptmtorrent.crawler;

import io.micrometer.core.instrument.MeterRegistry;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.crawler.detail.DetailAnswers;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.Hubs;
import io.ptmtorrent.http.HubHttp;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A crawler at work: owns hubs, crawls them when asked, and answers detail requests. The front door of this module.
 *
 * <p>Topics, group settings and schemas must be there (TopicSetup, with DetailGroup's settings). Any number of
 * crawlers, here or elsewhere, share the work: one owner a hub, detail requests to whoever is free. Thread-safe.
 */
public final class Crawler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Crawler.class);

    private final RequestLoop requests;
    private final Thread thread;
    private final KafkaLetterBox letters;
    private final DetailAnswers details;

    private Crawler(
            KafkaSettings settings,
            CrawlerConfig config,
            List<Hub> hubs,
            CrawlMeters meters,
            Consumer<Throwable> onFatal,
            Clock clock) {
        Consumer<Throwable> reporting = failure -> {
            LOG.atError().setCause(failure).log("the crawler cannot go on");
            onFatal.accept(failure);
        };
        this.letters = new KafkaLetterBox(settings, clock);
        this.requests = new RequestLoop(
                settings,
                config,
                (name, group) -> new OwnedHub(
                        name,
                        () -> new CrawlLoop(
                                named(hubs, name),
                                new KafkaCrawlLog(settings, name, group, clock),
                                config,
                                meters,
                                clock),
                        reporting,
                        clock),
                letters);
        this.thread = Thread.ofPlatform().name("crawl-requests").unstarted(() -> work(reporting));
        this.details =
                DetailAnswers.start(settings, hubs, config.detailParallelism(), meters::answered, reporting, clock);
    }

    /** Starts a crawler; {@code http} stays the caller's and is closed after it. */
    public static Crawler start(KafkaSettings settings, CrawlerConfig config, HubHttp http, MeterRegistry registry) {
        return start(settings, config, http, registry, failure -> {});
    }

    /**
     * Starts a crawler that says when it cannot go on.
     *
     * @param onFatal told, on a thread of the crawler, what it cannot recover from: access denied, a fault in our code.
     *     It must not close the crawler on that thread
     */
    public static Crawler start(
            KafkaSettings settings,
            CrawlerConfig config,
            HubHttp http,
            MeterRegistry registry,
            Consumer<Throwable> onFatal) {
        List<Hub> hubs = Hubs.all(http).stream()
                .filter(hub -> config.hubs().contains(hub.name()))
                .toList();
        Crawler crawler = new Crawler(settings, config, hubs, new CrawlMeters(registry), onFatal, Clock.systemUTC());
        crawler.thread.start();
        return crawler;
    }

    /** Where the runs of the hubs that this process owns stand; ended ones until the next of their kind begins. */
    public List<CrawlProgress> progress() {
        return requests.progress();
    }

    private void work(Consumer<Throwable> onFatal) {
        try {
            requests.run();
        } catch (RuntimeException | Error e) {
            onFatal.accept(e);
        }
    }

    private static Hub named(List<Hub> hubs, String name) {
        return hubs.stream().filter(hub -> hub.name().equals(name)).findAny().orElseThrow();
    }

    /** Ends the transactions at hand, leaves the groups; takes seconds. A second call does nothing. */
    @Override
    public void close() {
        requests.stop();
        details.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        letters.close();
    }
}
