package io.ptmtorrent.local.run;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.crawler.CrawlerConfig;
import io.ptmtorrent.normalizer.NormalizerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The services' settings in one JVM: the user's own, and what {@code ptm local} was told. */
final class Services {
    private Services() {}

    static CrawlerConfig crawler(LocalConfig config, KafkaSettings kafka) {
        Map<String, String> settings = new HashMap<>(kafka.passThrough());
        settings.put("crawler.hubs", String.join(",", config.hubs()));
        settings.putIfAbsent("crawler.session-timeout", "PT6S");
        if (!config.untilIdle()) {
            settings.putIfAbsent("crawler.every", config.every().toString());
        }
        return CrawlerConfig.from(settings);
    }

    static NormalizerConfig normalizer(Path state, KafkaSettings kafka) {
        return NormalizerConfig.from(state, kafka.passThrough());
    }
}
