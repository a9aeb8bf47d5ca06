package io.ptmtorrent.local.run;

import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.local.engine.KafkaConfigFile;
import io.ptmtorrent.local.folder.Contents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do.
 *
 * @param data the data folder
 * @param contents what it holds, or is to hold
 * @param whenDone what it holds once the run was idle
 * @param order what is asked of the hubs
 * @param files which files are wanted
 * @param untilIdle end when everything that was asked for is done; else go on with an increment every so often
 * @param every time between increments
 * @param kafka the user's settings for Kafka
 * @param http how hubs are asked
 * @param processStart when this process began, for the report's times
 * @param report where the report goes; null for nowhere
 */
public record LocalConfig(
        Path data,
        Contents contents,
        Contents whenDone,
        CrawlOrder order,
        FileChoice files,
        boolean untilIdle,
        Duration every,
        KafkaConfigFile kafka,
        HubHttpConfig http,
        Instant processStart,
        @Nullable Path report) {}
