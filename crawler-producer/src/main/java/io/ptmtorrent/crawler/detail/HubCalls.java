package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.http.NotBeforeException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the hub that a request names, and makes a refusal of whatever fails. For any number of threads. */
final class HubCalls {
    private static final Logger LOG = LoggerFactory.getLogger(HubCalls.class);
    private static final Duration LATER = Duration.ofMinutes(5);
    private static final Duration MUCH_LATER = Duration.ofHours(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

    private final Map<String, Hub> hubs;
    private final Clock clock;
    private final Pause pause;

    /** Waits, on the calling thread. */
    interface Pause {
        void until(Instant time) throws InterruptedException;
    }

    /** What is asked of a hub. */
    interface Call<T> {
        T of(Hub hub) throws IOException;
    }

    HubCalls(List<Hub> hubs, Clock clock, Pause pause) {
        this.pause = pause;
        this.hubs = hubs.stream().collect(Collectors.toMap(Hub::name, Function.identity()));
        this.clock = clock;
    }

    /**
     * The hub's answer, or a refusal.
     *
     * @param patience how long the hub's own pace is waited for; what it puts off longer is refused until then
     * @param refusal makes an answer of a refusal
     */
    <T> T ask(DetailRequest request, Duration patience, Call<T> call, Function<Lookup.Refused, T> refusal) {
        Hub hub = hubs.get(request.getHub());
        if (hub == null) {
            return refusal.apply(
                    new Lookup.Refused("", "hub '" + request.getHub() + "' is not asked by this crawler", null));
        }
        try {
            return patiently(hub, clock.instant().plus(patience), call);
        } catch (NotBeforeException e) {
            return refusal.apply(new Lookup.Refused("", String.valueOf(e.getMessage()), e.notBefore()));
        } catch (IOException e) {
            return refusal.apply(later(e.getMessage() == null ? e.toString() : e.getMessage()));
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("hub", request.getHub())
                    .addKeyValue("modelId", request.getId())
                    .setCause(e)
                    .log("a hub was not asked, for a fault in our own code");
            return refusal.apply(refused("the crawler failed: " + e, MUCH_LATER));
        }
    }

    /** A host that is paced gives turns seconds apart to all who ask it; who waits in line is not sent away. */
    private <T> T patiently(Hub hub, Instant deadline, Call<T> call) throws IOException {
        while (true) {
            try {
                return call.of(hub);
            } catch (NotBeforeException e) {
                Instant soonest = clock.instant().plus(SHORTEST_PAUSE);
                Instant next = e.notBefore().isAfter(soonest) ? e.notBefore() : soonest;
                if (next.isAfter(deadline)) {
                    throw e;
                }
                pause(next);
            }
        }
    }

    private void pause(Instant until) throws InterruptedIOException {
        try {
            pause.until(until);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the hub's pace was waited for");
        }
    }

    /** A refusal of what may work in some minutes. */
    Lookup.Refused later(String reason) {
        return refused(reason, LATER);
    }

    /** A refusal of what this crawler does not know, and a newer one may. */
    Lookup.Refused muchLater(String reason) {
        return refused(reason, MUCH_LATER);
    }

    private Lookup.Refused refused(String reason, Duration wait) {
        return new Lookup.Refused("", reason, clock.instant().plus(wait));
    }
}
