package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.wire.Observations;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Answers one request, whatever the hub does. For any number of threads.
 *
 * <pre>
 *   ABSENT            one lookup                  LISTED | GONE | REFUSED
 *   CHANGED, WANTED   {@link FileWalk}, paged       DETAILED… | DETAILED… GONE | DETAILED… REFUSED
 * </pre>
 */
final class DetailAnswer {
    /** Long enough for a turn among all that are asked at the same time. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HubCalls calls;
    private final Clock clock;

    DetailAnswer(List<Hub> hubs, Clock clock, HubCalls.Pause pause) {
        this.calls = new HubCalls(hubs, clock, pause);
        this.clock = clock;
    }

    /** Answers, to the end unless the reply was ended by another. */
    void to(Reply reply) {
        DetailRequest request = reply.request();
        switch (request.getWhy()) {
            case ABSENT -> reply.end(row(request));
            case CHANGED, WANTED -> new FileWalk(calls, clock, reply).run();
            case UNKNOWN ->
                reply.end(refused(request, calls.muchLater("asked for a reason that this crawler does not know")));
        }
    }

    /** The answer where the hub takes longer than anybody waits. */
    Observation late(DetailRequest request) {
        return refused(request, calls.later("the hub took too long to answer"));
    }

    private Observation row(DetailRequest request) {
        Lookup lookup = calls.ask(
                request, PATIENCE, hub -> hub.lookup(request.getStableId(), request.getId()), refused -> refused);
        return switch (lookup) {
            case Lookup.Found found ->
                Observations.listed(request.getHub(), found.row(), found.url(), request.getRunId(), clock.instant());
            case Lookup.Gone gone -> Observations.gone(request, gone, clock.instant());
            case Lookup.Refused refused -> refused(request, refused);
        };
    }

    private Observation refused(DetailRequest request, Lookup.Refused refused) {
        return Observations.refused(request, refused, clock.instant());
    }
}
