package io.ptmtorrent.local.plan;

import io.ptmtorrent.http.Allowance;
import io.ptmtorrent.http.HubHttpConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast we ask one counter.
 *
 * @param quota requests in each window, for everybody on this address or token
 * @param sent of these by us, at least 1
 * @param answered whether the host itself said so just now; else it is what it publishes
 * @param token whether we have one for that host
 */
public record Pace(Counter counter, long quota, long sent, Duration window, boolean answered, boolean token) {
    static Pace of(Counter counter, HubHttpConfig http, List<Allowance> said) {
        boolean token = http.tokens().containsKey(counter.host());
        Allowance answer = said.stream()
                .filter(one -> one.host().equals(counter.host()) && one.bucket().equals(counter.bucket()))
                .filter(one -> one.quota() != null && one.window() != null)
                .findFirst()
                .orElse(null);
        long quota = quota(answer, counter.quota(token));
        Duration window = answer == null || answer.window() == null ? counter.window() : answer.window();
        long sent = Math.max(1, Math.round(quota * http.shareAt(counter.host())));
        return new Pace(counter, quota, sent, window, answer != null, token);
    }

    private static long quota(@Nullable Allowance answer, long otherwise) {
        return answer == null || answer.quota() == null ? otherwise : answer.quota();
    }

    /** How long so many requests take. */
    Duration time(long requests) {
        double windows = (double) requests / sent;
        return Duration.ofMillis(Math.round(windows * window.toMillis()));
    }

    /** Requests in a time. */
    long in(Duration time) {
        return Math.round((double) sent * time.toMillis() / window.toMillis());
    }
}
