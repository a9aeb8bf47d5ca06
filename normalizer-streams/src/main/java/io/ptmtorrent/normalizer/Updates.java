package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.normalizer.models.Change;
import io.ptmtorrent.normalizer.models.ModelRow.Identity;
import io.ptmtorrent.normalizer.parse.Parsers;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a change: the model's record, one update a type, the counters.
 *
 * <p>An update's identity is the position of the observation that caused it, its type, and the parsers' edition. For the task's thread.
 */
final class Updates {
    private final Outbox outbox;
    private final Counters counters;
    private final NormalizerMeters meters;
    private final int partition;
    private long offset;

    Updates(Outbox outbox, Counters counters, NormalizerMeters meters, int partition) {
        this.outbox = outbox;
        this.counters = counters;
        this.meters = meters;
        this.partition = partition;
    }

    /** Offset of the observation that causes what follows. */
    void setOffset(long offset) {
        this.offset = offset;
    }

    /**
     * A model is there that was not.
     *
     * @param before what is known of it from before it was gone; null where it was never seen
     */
    void appeared(
            String key,
            Observation observation,
            @Nullable Identity before,
            List<UpdateType> types,
            Model model,
            byte[] framed) {
        outbox.model(key, framed);
        emit(key, observation, before, new Change(types, List.of()), model, framed);
        counters.add(Statistics.MODELS, observation.getHub(), 1);
    }

    /** A live model is another now. */
    void changed(String key, Observation observation, Identity before, Change change, Model model, byte[] framed) {
        outbox.model(key, framed);
        emit(key, observation, before, change, model, framed);
    }

    /** The hub's word that a live model is gone. */
    void disappeared(String key, Observation observation, Identity before) {
        UpdateType type = observation.getSuccessor() == null ? UpdateType.DELETED : UpdateType.RECREATED;
        outbox.tombstone(key);
        ModelUpdate update = update(observation, type)
                .setId(before.id())
                .setSuccessor(observation.getSuccessor())
                .setRevisionBefore(before.revision())
                .build();
        send(key, update, null);
        counters.add(Statistics.MODELS, observation.getHub(), -1);
    }

    /** An operator forgot a model: its records end, and whoever mirrors it is told no more than its key. */
    void forgotten(String key, boolean wasLive, long at) {
        ModelKey model = ModelKey.parse(key);
        outbox.tombstone(key);
        outbox.noMetrics(key);
        ModelUpdate update = ModelUpdate.newBuilder()
                .setPartition(partition)
                .setOffset(at)
                .setType(UpdateType.FORGOTTEN)
                .setEdition(Parsers.EDITION)
                .setHub(model.hub())
                .setStableId(model.stableId())
                .setId(model.stableId())
                .setObservedAt(Instant.ofEpochMilli(at))
                .build();
        send(key, update, null);
        counters.add(Statistics.MODELS, model.hub(), wasLive ? -1 : 0);
    }

    private void emit(
            String key, Observation observation, @Nullable Identity before, Change change, Model model, byte[] framed) {
        for (UpdateType type : change.types()) {
            ModelUpdate update = update(observation, type)
                    .setId(model.getId())
                    .setFormerId(type == UpdateType.RENAMED && before != null ? before.id() : null)
                    .setChangedFields(change.fields())
                    .setRevisionBefore(before == null ? null : before.revision())
                    .setRevisionAfter(model.getRevision())
                    .build();
            send(key, update, framed);
        }
    }

    private ModelUpdate.Builder update(Observation observation, UpdateType type) {
        return ModelUpdate.newBuilder()
                .setPartition(partition)
                .setOffset(offset)
                .setType(type)
                .setEdition(Parsers.EDITION)
                .setHub(observation.getHub())
                .setStableId(observation.getStableId())
                .setObservedAt(observation.getSeenAt());
    }

    private void send(String key, ModelUpdate update, byte @Nullable [] framed) {
        outbox.update(key, update, framed);
        counters.add(Statistics.UPDATES, Statistics.updates(update.getHub(), update.getType()), 1);
        meters.updated(update.getHub(), update.getType());
    }
}
