package io.ptmtorrent.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What hosts last said of their quotas, and a gauge for each; of the first {@value #MOST} alone. Thread-safe. */
final class LatestAllowances {
    static final int MOST = 200;

    private final MeterRegistry registry;
    private final Map<String, Allowance> latest = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();

    LatestAllowances(MeterRegistry registry) {
        this.registry = registry;
    }

    void put(Allowance allowance) {
        String key = allowance.host() + " " + allowance.bucket();
        if (latest.containsKey(key) || latest.size() < MOST) {
            latest.put(key, allowance);
            gauges.computeIfAbsent(key, any -> gauge(allowance)).set(allowance.left());
        }
    }

    /** By host and bucket. */
    List<Allowance> all() {
        return latest.values().stream()
                .sorted(Comparator.comparing(Allowance::host).thenComparing(Allowance::bucket))
                .toList();
    }

    private AtomicLong gauge(Allowance of) {
        AtomicLong left = new AtomicLong();
        registry.gauge("ptm.http.budget.left", Tags.of("host", of.host(), "bucket", of.bucket()), left);
        return left;
    }
}
