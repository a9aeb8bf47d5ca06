package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.normalizer.details.FileDetails;
import io.ptmtorrent.normalizer.models.Change;
import io.ptmtorrent.normalizer.models.ModelRow;
import io.ptmtorrent.normalizer.models.ModelRow.Identity;
import io.ptmtorrent.normalizer.models.ModelRow.Sighting;
import io.ptmtorrent.normalizer.parse.Accepted;
import io.ptmtorrent.normalizer.parse.HubParser;
import io.ptmtorrent.normalizer.parse.Parsers;
import io.ptmtorrent.normalizer.parse.Popularity;
import io.ptmtorrent.normalizer.parse.Rejected;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a listing does to the model that it describes.
 *
 * <pre>
 * never seen          ─► CREATED                      model, metrics
 * gone                ─► RESTORED (and RENAMED)        model, metrics
 * same bytes          ─► a sighting                    metrics where they differ
 * other bytes         ─► one update a type of change   model, metrics where they differ
 * older than held, or not readable ─► a sighting: it says that the model is there, and no more
 * </pre>
 *
 * One write to the store each. Details of the same revision stay in the Model; another revision is pursued anew. For the
 * task's thread.
 */
final class Listing {
    private static final int FORMER_IDS = formerIdsPosition();

    private final KeyValueStore<String, byte[]> models;
    private final ModelReader reader;
    private final Outbox outbox;
    private final Updates updates;
    private final Pursuit pursuit;

    Listing(KeyValueStore<String, byte[]> models, ModelReader reader, Outbox outbox, Updates updates, Pursuit pursuit) {
        this.models = models;
        this.reader = reader;
        this.outbox = outbox;
        this.updates = updates;
        this.pursuit = pursuit;
    }

    /** Applies it; gives what is wrong with it, null where nothing is. */
    @Nullable
    Defect apply(String key, Observation observation) {
        byte[] held = models.get(key);
        ModelRow row = held == null ? null : ModelRow.read(held);
        ByteBuffer body = observation.getBody();
        if (body == null) {
            return new Defect(DeadLetterReason.BAD_RECORD, "LISTED without body");
        }
        if (row != null
                && observation.getSeenAt().toEpochMilli() < row.sighting().seenAt()) {
            sighted(key, row, observation.getRunId());
            return null;
        }
        HubParser parser = Parsers.of(observation.getHub()).orElseThrow();
        Defect defect = switch (parser.parse(bytes(body))) {
            case Rejected rejected -> new Defect(rejected.reason(), rejected.message());
            case Accepted accepted -> accept(key, observation, row, accepted);
        };
        if (defect != null && row != null) {
            sighted(key, row, observation.getRunId());
        }
        return defect;
    }

    /** The model is there, whatever else: a complete run must not ask for it. Gives the row as it is held now. */
    ModelRow sighted(String key, ModelRow row, long runId) {
        Sighting held = row.sighting();
        if (runId <= held.runId()) {
            return row;
        }
        ModelRow seen = row.seen(new Sighting(runId, held.seenAt(), held.popularity()));
        models.put(key, seen.write());
        return seen;
    }

    private @Nullable Defect accept(String key, Observation observation, @Nullable ModelRow row, Accepted accepted) {
        Model model = accepted.model();
        if (!model.getStableId().equals(observation.getStableId())) {
            return new Defect(
                    DeadLetterReason.BAD_VALUE,
                    "row of '" + model.getStableId() + "' under stable id '" + observation.getStableId() + "'");
        }
        if (row != null) {
            model.put(FORMER_IDS, formerIds(row.identity(), model.getId()));
        }
        boolean detailed = row != null && keepDetails(row, model);
        byte[] framed = outbox.encode(model);
        if (framed == null) {
            return new Defect(DeadLetterReason.TOO_LARGE, "the model of this row is larger than its topic allows");
        }
        Sighting sighting = sighting(observation, row, accepted.popularity());
        Identity identity = new Identity(model.getId(), model.getRevision(), model.getFormerIds());
        ModelRow live = ModelRow.live(sighting, identity, detailed, framed);
        models.put(key, live.write());
        List<UpdateType> changes = emitChanges(key, observation, row, model, framed);
        emitMetrics(key, observation, row, accepted.popularity());
        pursue(key, row, live, changes);
        return null;
    }

    private void pursue(String key, @Nullable ModelRow row, ModelRow live, List<UpdateType> changes) {
        if (row == null) {
            pursuit.appeared(key, live);
        } else if (changes.contains(UpdateType.RESTORED) || changes.contains(UpdateType.REVISED)) {
            pursuit.revised(key, live);
        } else {
            if (changes.contains(UpdateType.UNGATED)) {
                pursuit.ungated(key);
            }
            pursuit.counted(key, row, live);
        }
    }

    /** Tells them; gives their types. */
    private List<UpdateType> emitChanges(
            String key, Observation observation, @Nullable ModelRow row, Model model, byte[] framed) {
        if (row == null) {
            List<UpdateType> types = List.of(UpdateType.CREATED);
            updates.appeared(key, observation, null, types, model, framed);
            return types;
        }
        if (row.isGone()) {
            boolean renamed = !row.identity().id().equals(model.getId());
            List<UpdateType> types =
                    renamed ? List.of(UpdateType.RESTORED, UpdateType.RENAMED) : List.of(UpdateType.RESTORED);
            updates.appeared(key, observation, row.identity(), types, model, framed);
            return types;
        }
        if (row.holds(framed)) {
            return List.of();
        }
        Change change = Change.between(reader.decode(row), reader.decode(framed));
        updates.changed(key, observation, row.identity(), change, model, framed);
        return change.types();
    }

    /** Puts the held details of the same revision into the model; false where there are none. */
    private boolean keepDetails(ModelRow row, Model model) {
        boolean kept = row.isDetailed() && Objects.equals(row.identity().revision(), model.getRevision());
        if (kept) {
            FileDetails.heldBy(reader.decode(row)).fillIn(model);
        }
        return kept;
    }

    private void emitMetrics(String key, Observation observation, @Nullable ModelRow row, Popularity popularity) {
        Popularity known = row == null ? Popularity.NONE : row.sighting().popularity();
        if (!popularity.equals(known)) {
            outbox.metrics(
                    key,
                    new ModelMetrics(
                            observation.getHub(),
                            observation.getStableId(),
                            observation.getSeenAt(),
                            popularity.downloads(),
                            popularity.downloadsAllTime(),
                            popularity.likes(),
                            popularity.trending(),
                            popularity.stars()));
        }
    }

    private static Sighting sighting(Observation observation, @Nullable ModelRow row, Popularity popularity) {
        long runId = row == null
                ? observation.getRunId()
                : Math.max(observation.getRunId(), row.sighting().runId());
        return new Sighting(runId, observation.getSeenAt().toEpochMilli(), popularity);
    }

    /** Oldest first, each once, and the held path last where it is another now. */
    private static List<String> formerIds(Identity held, String id) {
        if (held.id().equals(id)) {
            return held.formerIds();
        }
        List<String> former = new ArrayList<>(held.formerIds());
        former.remove(held.id());
        former.add(held.id());
        return former;
    }

    private static byte[] bytes(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }

    private static int formerIdsPosition() {
        Schema.Field field = Model.getClassSchema().getField("formerIds");
        return field.pos();
    }
}
