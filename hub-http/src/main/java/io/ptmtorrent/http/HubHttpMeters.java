package io.ptmtorrent.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ptmtorrent.http.RequestCounts.HostCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * This module's meters, and the totals by hub and host that reports need.
 *
 * <p>Redirects may lead to any number of hosts: the first {@value #MOST_HOSTS} have a name in tags and totals, the
 * rest are "other". Thread-safe.
 */
final class HubHttpMeters {
    static final int MOST_HOSTS = 200;
    private static final int LIMITED = 429;
    private static final String UNREACHABLE = "unreachable";
    private static final Set<String> FAILURES = Set.of("limited", "failed", UNREACHABLE);

    private final MeterRegistry registry;
    private final LatestAllowances allowances;
    private final Set<String> named = ConcurrentHashMap.newKeySet();
    private final Map<RequestCounts.Way, HostTotals> totals = new ConcurrentHashMap<>();

    HubHttpMeters(MeterRegistry registry) {
        this.registry = registry;
        this.allowances = new LatestAllowances(registry);
    }

    void answered(Behalf behalf, HttpUrl url, Instant sent, int code) {
        count(behalf, url, sent, outcome(code));
        request(url, outcome(code));
    }

    void unreachable(Behalf behalf, HttpUrl url, Instant sent) {
        count(behalf, url, sent, UNREACHABLE);
        request(url, UNREACHABLE);
    }

    /** A host said what is left of a quota. */
    void allowed(Allowance allowance) {
        allowances.put(allowance);
    }

    List<Allowance> allowances() {
        return allowances.all();
    }

    /** The guard stopped it below the counter: it was not sent after all. */
    void refused(HttpUrl url) {
        request(url, "refused");
    }

    void redirected(HttpUrl url) {
        counter("ptm.http.redirects", url).increment();
    }

    void retried(HttpUrl url) {
        counter("ptm.http.retries", url).increment();
    }

    void waited(HttpUrl url, Duration time) {
        Timer.builder("ptm.http.waits")
                .tag("host", tagOf(url))
                .register(registry)
                .record(time);
    }

    /** A request was not sent: no place at its host within the patience ({@code room}), or the host is dead ({@code down}). */
    void withheld(HttpUrl url, String why) {
        registry.counter("ptm.http.withheld", "host", tagOf(url), "reason", why).increment();
    }

    /** A host was found dead, once more or for the first time. */
    void found(HttpUrl url, String how) {
        registry.counter("ptm.http.found", "host", tagOf(url), "state", how).increment();
    }

    RequestCounts counts() {
        return new RequestCounts(totals.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().counts())));
    }

    private void request(HttpUrl url, String outcome) {
        registry.counter("ptm.http.requests", "host", tagOf(url), "outcome", outcome)
                .increment();
    }

    private Counter counter(String name, HttpUrl url) {
        return registry.counter(name, "host", tagOf(url));
    }

    private static String outcome(int code) {
        if (code == LIMITED) {
            return "limited";
        }
        return switch (code / 100) {
            case 2 -> "success";
            case 3 -> "redirect";
            case 4 -> "rejected";
            default -> "failed";
        };
    }

    private void count(Behalf behalf, HttpUrl url, Instant sent, String outcome) {
        named.add(tagOf(url));
        RequestCounts.Way way = new RequestCounts.Way(behalf.hub(), tagOf(url));
        HostTotals host = totals.computeIfAbsent(way, any -> new HostTotals());
        host.sent.increment();
        if (!behalf.hub().isEmpty()) {
            registry.counter("ptm.hub.requests", "hub", behalf.hub(), "outcome", outcome)
                    .increment();
        }
        if (FAILURES.contains(outcome)) {
            host.failures.computeIfAbsent(outcome, any -> new LongAdder()).increment();
        }
        host.first.accumulateAndGet(sent, HubHttpMeters::earlier);
    }

    private static Instant earlier(@Nullable Instant known, Instant sent) {
        return known == null || sent.isBefore(known) ? sent : known;
    }

    private String tagOf(HttpUrl url) {
        boolean known = named.contains(url.host()) || named.size() < MOST_HOSTS;
        return known ? url.host() : RequestCounts.OTHER;
    }

    private static final class HostTotals {
        private final LongAdder sent = new LongAdder();
        private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
        private final AtomicReference<@Nullable Instant> first = new AtomicReference<>();

        HostCounts counts() {
            Map<String, Long> sums = new TreeMap<>();
            failures.forEach((kind, count) -> sums.put(kind, count.sum()));
            return new HostCounts(sent.sum(), sums, first.get());
        }
    }
}
