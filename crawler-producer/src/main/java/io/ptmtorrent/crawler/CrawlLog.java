package io.ptmtorrent.crawler;

import io.ptmtorrent.crawler.checkpoint.HubCheckpoints;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one hub's runs are written; for one thread.
 *
 * <p>Every failure is a {@link org.apache.kafka.common.KafkaException} and the end of this log: it may then not be known
 * whether the last write was committed, and another owner may have taken the hub. Take it again with a new log.
 */
interface CrawlLog extends AutoCloseable {
    /** Shuts out whoever wrote for this hub before, and only then reads where its runs stand. */
    HubCheckpoints take() throws InterruptedException;

    /**
     * Writes all of it or nothing, in one transaction.
     *
     * @param ask the request that these steps accept; null where they accept none
     */
    void write(List<RunStep> steps, @Nullable Ask ask);

    @Override
    void close();
}
