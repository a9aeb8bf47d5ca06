package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.contract.Topics;
import java.util.Map;

/** The share group that takes detail requests, and what must be set on it (KIP-932; not a consumer's own settings). */
public final class DetailGroup {
    private DetailGroup() {}

    /** The group's name. */
    public static String name(Topics topics) {
        return topics.prefix() + "details";
    }

    /** The group's settings by its name, as {@code TopicSetup} takes them. */
    public static Map<String, Map<String, String>> settings(Topics topics) {
        return Map.of(
                name(topics),
                Map.of(
                        "share.auto.offset.reset", "earliest",
                        "share.isolation.level", "read_committed",
                        "share.renew.acknowledge.enable", "true",
                        "share.record.lock.duration.ms", "60000"));
    }
}
