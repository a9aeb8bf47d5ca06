package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.crawler.checkpoint.HubCheckpoints;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Transactions in memory; may refuse one. */
final class FakeLog implements CrawlLog {
    final List<RunStep> steps = new CopyOnWriteArrayList<>();
    final List<Ask> accepted = new CopyOnWriteArrayList<>();
    volatile HubCheckpoints known = HubCheckpoints.none();
    volatile int refuseAfter = Integer.MAX_VALUE;

    @Override
    public HubCheckpoints take() {
        return known;
    }

    @Override
    public void write(List<RunStep> written, @Nullable Ask ask) {
        if (steps.size() + written.size() > refuseAfter) {
            throw new KafkaException("refused");
        }
        written.forEach(step -> known = known.with(step.checkpoint()));
        steps.addAll(written);
        if (ask != null) {
            accepted.add(ask);
        }
    }

    List<String> listed() {
        return steps.stream()
                .flatMap(it -> it.rows().stream())
                .map(HubRow::stableId)
                .toList();
    }

    List<HubReject> rejects() {
        return steps.stream().flatMap(it -> it.rejects().stream()).toList();
    }

    List<CrawlCheckpoint> ends() {
        return steps.stream().filter(RunStep::ends).map(RunStep::checkpoint).toList();
    }

    @Override
    public void close() {}
}
