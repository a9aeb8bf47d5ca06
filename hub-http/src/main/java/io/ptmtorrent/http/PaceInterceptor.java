package io.ptmtorrent.http;

import io.ptmtorrent.http.HostBudget.Turn;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Sends at the pace that the last answers allow (a closed loop), and turns "later" answers into a time.
 *
 * <p>Waits for its turn up to the configured patience; a turn further away, and a 429 or its like, is a
 * {@link NotBeforeException}.
 */
final class PaceInterceptor implements Interceptor {
    private final PerHost<HostBudget> budgets;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Duration patience;
    private final HubHttpMeters meters;

    PaceInterceptor(
            PerHost<HostBudget> budgets, Clock clock, Sleeper sleeper, Duration patience, HubHttpMeters meters) {
        this.budgets = budgets;
        this.clock = clock;
        this.sleeper = sleeper;
        this.patience = patience;
        this.meters = meters;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        HttpUrl url = chain.request().url();
        HostBudget budget = budgets.of(url.host());
        Lane lane = Lane.of(url);
        Response response = send(chain, budget, lane);
        Instant now = clock.instant();
        List<RateLimits.Item> items = RateLimits.parse(response.headers(), now);
        items.forEach(item -> meters.allowed(Allowance.of(url.host(), item, now)));
        Optional<Instant> later = budget.answered(lane, response, items, now);
        if (later.isPresent()) {
            response.close();
            throw new NotBeforeException(url.host(), later.get(), "it answered " + response.code());
        }
        return response;
    }

    private Response send(Chain chain, HostBudget budget, Lane lane) throws IOException {
        awaitProbe(budget, lane);
        boolean answered = false;
        try {
            awaitTurn(chain.request().url(), budget, lane);
            Response response = chain.proceed(chain.request());
            answered = true;
            return response;
        } finally {
            if (!answered) {
                budget.unanswered(lane);
            }
        }
    }

    private static void awaitProbe(HostBudget budget, Lane lane) throws IOException {
        try {
            budget.awaitProbe(lane);
        } catch (InterruptedException e) {
            throw Sleeper.interrupted(e);
        }
    }

    private void awaitTurn(HttpUrl url, HostBudget budget, Lane lane) throws IOException {
        Instant start = clock.instant();
        Instant deadline = start.plus(patience);
        Turn turn = granted(budget.take(lane, start, deadline), url);
        Instant now = start;
        while (turn.at().isAfter(now)) {
            sleeper.pause(Duration.between(now, turn.at()));
            now = clock.instant();
            turn = granted(budget.confirm(lane, turn, now, deadline), url);
        }
        if (now.isAfter(start)) {
            meters.waited(url, Duration.between(start, now));
        }
    }

    private static Turn granted(Turn turn, HttpUrl url) throws NotBeforeException {
        if (!turn.granted()) {
            throw new NotBeforeException(url.host(), turn.at(), "its quota is spent or shared out until then");
        }
        return turn;
    }
}
