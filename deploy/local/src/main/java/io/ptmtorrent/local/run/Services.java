package io.ptmtorrent.local.run;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.crawler.CrawlerConfig;
import io.ptmtorrent.crawler.detail.DetailGroup;
import io.ptmtorrent.normalizer.NormalizerConfig;
import io.ptmtorrent.sink.SinkGroups;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The services' settings in one JVM: the user's own, and what {@code ptm local} was told. */
public final class Services {
    /** The broker's floor: after a kill, the start that follows waits for it. */
    private static final String SESSION = "PT6S";

    private static final String SESSION_MS = "6000";

    private Services() {}

    /** The share groups of all services, with what must be set on them. */
    public static Map<String, Map<String, String>> groups(Topics topics) {
        Map<String, Map<String, String>> groups = new HashMap<>(DetailGroup.settings(topics));
        groups.putAll(SinkGroups.settings(topics));
        return groups;
    }

    static CrawlerConfig crawler(LocalConfig config, KafkaSettings kafka) {
        Map<String, String> settings = new HashMap<>(kafka.passThrough());
        settings.put("crawler.hubs", String.join(",", config.hubs()));
        settings.putIfAbsent("crawler.session-timeout", SESSION);
        if (!config.untilIdle()) {
            settings.putIfAbsent("crawler.every", config.every().toString());
        }
        return CrawlerConfig.from(settings);
    }

    static NormalizerConfig normalizer(Path state, KafkaSettings kafka) {
        Map<String, String> settings = new HashMap<>(kafka.passThrough());
        settings.putIfAbsent("normalizer.session.timeout.ms", SESSION_MS);
        return NormalizerConfig.from(state, settings);
    }
}
