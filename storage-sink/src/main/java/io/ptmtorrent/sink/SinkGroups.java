package io.ptmtorrent.sink;

import io.ptmtorrent.contract.Topics;
import java.util.Map;

/** The share groups that take requests, one a lane, and what must be set on them (KIP-932; not a consumer's settings). */
public final class SinkGroups {
    /**
     * How long a request stays with a sink that says nothing. A sink renews at half of it; a broker that is replaced
     * within the other half takes no large file away from who is fetching it.
     */
    private static final String LOCK_MS = "30000";

    /** More than {@link Answering#MOST_DELIVERIES}, so that the last ones end as dead letters and not in silence. */
    private static final String DELIVERIES = "10";

    /**
     * How many requests may be under way in a partition, and how far the ones behind a slow one are taken: as many as a broker
     * allows without being told ({@code group.share.max.partition.max.record.locks}).
     */
    private static final String REQUESTS_UNDER_WAY = "4000";

    private SinkGroups() {}

    /** The group of the small lane. */
    public static String small(Topics topics) {
        return topics.prefix() + "sink";
    }

    /** The group of the large lane. */
    public static String large(Topics topics) {
        return topics.prefix() + "sink-large";
    }

    /** The groups' settings by their names, as {@code TopicSetup} takes them. */
    public static Map<String, Map<String, String>> settings(Topics topics) {
        Map<String, String> settings = Map.of(
                "share.auto.offset.reset",
                "earliest",
                "share.isolation.level",
                "read_committed",
                "share.renew.acknowledge.enable",
                "true",
                "share.record.lock.duration.ms",
                LOCK_MS,
                "share.delivery.count.limit",
                DELIVERIES,
                "share.partition.max.record.locks",
                REQUESTS_UNDER_WAY);
        return Map.of(small(topics), settings, large(topics), settings);
    }
}
