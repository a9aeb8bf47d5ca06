package io.ptmtorrent.embedded.broker;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a broker that is alone, small, and may be killed and started again at any time.
 *
 * <p>Names and meanings: Kafka's broker configuration reference, 4.3.
 */
final class BrokerSettings {
    static final int NODE_ID = 1;

    private static final int MIB = 1024 * 1024;

    /** An observation of 8 MiB, its key, and the batch around it. */
    private static final int LARGEST_BATCH = 9 * MIB;

    /** What the system topics share out over; more partitions are only more files here. */
    private static final String SYSTEM_PARTITIONS = "4";

    /** A group notices a killed member after this time: the lowest that groups may ask for. */
    private static final String SESSION_FLOOR_MS = "6000";

    private BrokerSettings() {}

    /**
     * Our settings, with the caller's over them.
     *
     * @param dir where the logs lie
     * @param listeners the ports; they already know the caller's
     */
    static Map<String, String> of(Path dir, Listeners listeners, Map<String, String> overrides) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("log.dirs", dir.toString());
        roles(settings);
        systemTopics(settings);
        groups(settings);
        logs(settings);
        footprint(settings);
        settings.putAll(overrides);
        listeners.addTo(settings);
        return settings;
    }

    private static void roles(Map<String, String> settings) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("auto.create.topics.enable", "false");
    }

    private static void systemTopics(Map<String, String> settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", SYSTEM_PARTITIONS);
        settings.put("offsets.topic.segment.bytes", Integer.toString(16 * MIB));
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", SYSTEM_PARTITIONS);
        settings.put("transaction.state.log.segment.bytes", Integer.toString(16 * MIB));
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", SYSTEM_PARTITIONS);
        settings.put("share.coordinator.state.topic.segment.bytes", Integer.toString(16 * MIB));
    }

    /** Nobody waits for members that may come, nor long for members that are gone. */
    private static void groups(Map<String, String> settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.streams.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", SESSION_FLOOR_MS);
        for (String kind : new String[] {"consumer", "share", "streams"}) {
            settings.put("group." + kind + ".min.session.timeout.ms", SESSION_FLOOR_MS);
            settings.put("group." + kind + ".session.timeout.ms", SESSION_FLOOR_MS);
            settings.put("group." + kind + ".min.heartbeat.interval.ms", "500");
            settings.put("group." + kind + ".heartbeat.interval.ms", "500");
            settings.put("group." + kind + ".min.assignment.interval.ms", "0");
            settings.put("group." + kind + ".assignment.interval.ms", "0");
        }
    }

    /** After a kill every active segment is read again, so that they are short. */
    private static void logs(Map<String, String> settings) {
        settings.put("message.max.bytes", Integer.toString(LARGEST_BATCH));
        settings.put("replica.fetch.max.bytes", Integer.toString(LARGEST_BATCH));
        settings.put("log.segment.bytes", Integer.toString(64 * MIB));
        settings.put("log.index.size.max.bytes", Integer.toString(MIB / 4));
    }

    private static void footprint(Map<String, String> settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * MIB));
        settings.put("metric.reporters", "");
    }
}
