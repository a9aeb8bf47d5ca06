package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Answers in memory; takes no body above a size. */
final class RecordedAnswers implements AnswerLog {
    final List<Observation> observations = new CopyOnWriteArrayList<>();
    final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    final List<ObservationKind> ends = new CopyOnWriteArrayList<>();
    int largestBody = Integer.MAX_VALUE;

    static DetailRequest request(DetailReason why) {
        return request("huggingface", "abc", why);
    }

    static DetailRequest request(String hub, @Nullable String revision, DetailReason why) {
        return DetailRequest.newBuilder()
                .setHub(hub)
                .setStableId("6512bd43d9caa6e02c990b0a")
                .setId("owner/name")
                .setRevision(revision)
                .setWhy(why)
                .setRunId(77)
                .build();
    }

    @Override
    public void write(Observation observation) {
        if (observation.getBody() != null && observation.getBody().remaining() > largestBody) {
            throw new RecordTooLargeException("too large");
        }
        observations.add(observation);
    }

    @Override
    public void write(DetailRequest about, DeadLetter letter) {
        letters.add(letter);
    }

    List<ObservationKind> kinds() {
        return observations.stream().map(Observation::getKind).toList();
    }
}
