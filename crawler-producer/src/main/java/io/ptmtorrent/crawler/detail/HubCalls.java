package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.http.NotBeforeException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
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

    private final Map<String, Hub> hubs;
    private final Clock clock;

    /** What is asked of a hub. */
    interface Call<T> {
        T of(Hub hub) throws IOException;
    }

    HubCalls(List<Hub> hubs, Clock clock) {
        this.hubs = hubs.stream().collect(Collectors.toMap(Hub::name, Function.identity()));
        this.clock = clock;
    }

    /**
     * The hub's answer, or a refusal.
     *
     * @param refusal makes an answer of a refusal
     */
    <T> T ask(DetailRequest request, Call<T> call, Function<Lookup.Refused, T> refusal) {
        Hub hub = hubs.get(request.getHub());
        if (hub == null) {
            return refusal.apply(
                    new Lookup.Refused("", "hub '" + request.getHub() + "' is not asked by this crawler", null));
        }
        try {
            return call.of(hub);
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
