package io.ptmtorrent.local.run;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.crawler.CrawlerConfig;
import io.ptmtorrent.crawler.detail.DetailGroup;
import io.ptmtorrent.http.Bandwidth;
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

    private static final String EVERY = "PT5M";

    private static final String TRANSFER = "normalizer.ledger.bytes.per.second";

    private static final long USUAL_TRANSFER = 5_000_000;

    private Services() {}

    /** The share groups of all services, with what must be set on them. */
    public static Map<String, Map<String, String>> groups(Topics topics) {
        Map<String, Map<String, String>> groups = new HashMap<>(DetailGroup.settings(topics));
        groups.putAll(SinkGroups.settings(topics));
        return groups;
    }

    static CrawlerConfig crawler(LocalConfig config, KafkaSettings kafka) {
        Map<String, String> settings = new HashMap<>(kafka.passThrough());
        settings.put("crawler.hubs", String.join(",", config.order().hubs()));
        settings.putIfAbsent("crawler.session-timeout", SESSION);
        if (config.untilIdle() || !config.order().isWhole()) {
            // Else the first increment after a limited run would read the whole hub.
            settings.remove("crawler.every");
        } else {
            settings.putIfAbsent("crawler.every", config.every().toString());
        }
        return CrawlerConfig.from(settings);
    }

    /** One that takes part in the crawls of all hubs, whoever asked, and follows those that it was told. */
    static CrawlerConfig crawler(CrawlConfig config, KafkaSettings kafka) {
        Map<String, String> settings = new HashMap<>(kafka.passThrough());
        settings.put("crawler.followed", String.join(",", config.order().hubs()));
        if (config.end() != CrawlConfig.End.NEVER) {
            settings.remove("crawler.every");
        } else if (config.every() != null) {
            settings.put("crawler.every", config.every().toString());
        } else {
            settings.putIfAbsent("crawler.every", EVERY);
        }
        if (config.fullEvery() != null) {
            settings.put("crawler.full-every", config.fullEvery().toString());
        }
        return CrawlerConfig.from(settings);
    }

    /** A normalizer on a broker in this JVM. */
    public static NormalizerConfig normalizer(Path state, KafkaSettings kafka) {
        return normalizer(state, kafka, Bandwidth.UNLIMITED, 1);
    }

    /**
     * One that asks nobody a second time for what comes slowly because of our own caps.
     *
     * @param readers files that its sink fetches at once
     */
    static NormalizerConfig normalizer(Path state, KafkaSettings kafka, Bandwidth bandwidth, int readers) {
        Map<String, String> settings = new HashMap<>(kafka.passThrough());
        Long share = bandwidth.share(readers);
        if (share != null) {
            settings.putIfAbsent(TRANSFER, Long.toString(Math.min(share, USUAL_TRANSFER)));
        }
        settings.putIfAbsent("normalizer.session.timeout.ms", SESSION_MS);
        return NormalizerConfig.from(state, settings);
    }
}
