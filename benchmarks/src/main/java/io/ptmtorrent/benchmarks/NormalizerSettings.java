package io.ptmtorrent.benchmarks;

import io.ptmtorrent.normalizer.NormalizerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The normalizer's settings as this process's system properties {@code normalizer.…} say. */
final class NormalizerSettings {
    private NormalizerSettings() {}

    static NormalizerConfig on(Path state) {
        Map<String, String> settings = new HashMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("normalizer."))
                .forEach(key -> settings.put(key, System.getProperty(key)));
        return NormalizerConfig.from(state, settings);
    }
}
