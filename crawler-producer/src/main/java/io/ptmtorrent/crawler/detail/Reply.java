package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.wire.Letters;
import io.ptmtorrent.crawler.wire.Observations;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * What is written in answer to one request: pages, then one end; nothing after it. For any number of threads: who answers,
 * and who says that it takes too long.
 */
final class Reply {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final DetailRequest request;
    private final AnswerLog log;
    private final Clock clock;
    private final Consumer<ObservationKind> onEnd;
    private boolean ended;

    /** @param onEnd told of the last word's kind */
    Reply(DetailRequest request, AnswerLog log, Clock clock, Consumer<ObservationKind> onEnd) {
        this.request = request;
        this.log = log;
        this.clock = clock;
        this.onEnd = onEnd;
    }

    DetailRequest request() {
        return request;
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Writes a page that others follow; where it fits no record, a refusal instead, which is the end. */
    synchronized void page(Observation observation) {
        if (!ended && !write(observation)) {
            over(ObservationKind.REFUSED);
        }
    }

    /** Writes the last word; a second one is dropped. */
    synchronized void end(Observation observation) {
        if (!ended) {
            over(write(observation) ? observation.getKind() : ObservationKind.REFUSED);
        }
    }

    /** Writes a dead letter beside the answer. */
    synchronized void letter(HubReject reject, String url) {
        if (!ended) {
            log.write(request, Letters.about(reject, request.getHub(), url, request.getRunId(), clock.instant()));
        }
    }

    private void over(ObservationKind kind) {
        ended = true;
        onEnd.accept(kind);
    }

    private boolean write(Observation observation) {
        try {
            log.write(observation);
            return true;
        } catch (RecordTooLargeException e) {
            String url = observation.getSourceUrl();
            String message = String.valueOf(e.getMessage());
            ByteBuffer body = observation.getBody() == null ? NOTHING : observation.getBody();
            letter(new HubReject(DeadLetterReason.TOO_LARGE, message, body), url);
            log.write(Observations.refused(request, new Lookup.Refused(url, message, null), clock.instant()));
            return false;
        }
    }
}
