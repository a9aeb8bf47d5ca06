package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.wire.Observations;
import io.ptmtorrent.http.NotBeforeException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a request into the observation that answers it, whatever the hub does. For any number of threads. */
final class ModelAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(ModelAnswer.class);
    private static final Duration LATER = Duration.ofMinutes(5);
    private static final Duration MUCH_LATER = Duration.ofHours(1);

    private final Map<String, Hub> hubs;
    private final Clock clock;

    ModelAnswer(List<Hub> hubs, Clock clock) {
        this.hubs = hubs.stream().collect(Collectors.toMap(Hub::name, Function.identity()));
        this.clock = clock;
    }

    Observation to(DetailRequest request) {
        Lookup lookup = lookup(request);
        Instant now = clock.instant();
        return switch (lookup) {
            case Lookup.Found found ->
                Observations.listed(request.getHub(), found.row(), found.url(), request.getRunId(), now);
            case Lookup.Gone gone -> Observations.gone(request, gone, now);
            case Lookup.Refused refused -> Observations.refused(request, refused, now);
        };
    }

    /** The answer where the hub takes too long for a record to be held. */
    Observation late(DetailRequest request) {
        return Observations.refused(request, later("the hub took too long to answer", LATER), clock.instant());
    }

    private Lookup lookup(DetailRequest request) {
        Hub hub = hubs.get(request.getHub());
        if (hub == null) {
            return new Lookup.Refused("", "hub '" + request.getHub() + "' is not asked by this crawler", null);
        }
        try {
            return hub.lookup(request.getStableId(), request.getId());
        } catch (NotBeforeException e) {
            return new Lookup.Refused("", String.valueOf(e.getMessage()), e.notBefore());
        } catch (IOException e) {
            return later(e.getMessage() == null ? e.toString() : e.getMessage(), LATER);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("hub", request.getHub())
                    .addKeyValue("modelId", request.getId())
                    .setCause(e)
                    .log("a lookup failed in our own code");
            return later("the crawler failed: " + e, MUCH_LATER);
        }
    }

    private Lookup.Refused later(String reason, Duration wait) {
        return new Lookup.Refused("", reason, clock.instant().plus(wait));
    }
}
