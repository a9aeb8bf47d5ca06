package io.ptmtorrent.local.run;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.crawler.CrawlerConfig;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A crawler on a cluster: it asks for runs, takes its share of the work, and watches until they have ended.
 *
 * <p>Its own runs may be another crawler's to crawl, and the other way round. One thread runs it; {@link #stop()} may be
 * called by any.
 */
public final class CrawlRun {
    private final CrawlConfig config;
    private final Progress progress;
    private final Clock clock;
    private final StopFlag stop = new StopFlag();

    /** @param progress where progress is shown */
    public CrawlRun(CrawlConfig config, Progress progress, Clock clock) {
        this.config = config;
        this.progress = progress;
        this.clock = clock;
    }

    /** Makes {@link #run} end soon. */
    public void stop() {
        stop.set();
    }

    /**
     * Runs until its end is reached, or until {@link #stop()}.
     *
     * @return what was done; {@link LocalReport#failed()} says why a run failed
     * @throws IOException when the cluster cannot be reached, or its topics are not there
     */
    public LocalReport run(KafkaSettings kafka) throws IOException, InterruptedException {
        CrawlerConfig crawling = Services.crawler(config, kafka);
        int partitions = ClusterTopics.partitions(kafka);
        AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
        try (Board board = Board.open(kafka);
                Pipeline pipeline = Pipeline.crawler(kafka, crawling, config.http(), fault::set)) {
            RunWatch watch = new RunWatch(goal(crawling, partitions), board, pipeline, fault, progress, clock, stop);
            LocalReport report = watch.watch(config.order().send(kafka));
            if (config.report() != null) {
                report.write(config.report());
            }
            return report;
        }
    }

    private Goal goal(CrawlerConfig crawling, int partitions) {
        return new Goal(
                config.order().hubs(),
                config.end() == CrawlConfig.End.IDLE ? Goal.Reach.IDLE : Goal.Reach.LISTED,
                config.end() == CrawlConfig.End.NEVER,
                crawling.every(),
                partitions,
                0,
                false,
                config.processStart());
    }
}
