package io.ptmtorrent.catalog.watch;

import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.contract.RecordSerdes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Updates for tests. */
final class Updates {
    static final Instant SEEN = Instant.parse("2026-11-01T12:00:00Z");

    static {
        RecordSerdes.trustOurRecords();
    }

    private Updates() {}

    static ModelUpdate.Builder update(UpdateType type, String id, @Nullable Model model) {
        return ModelUpdate.newBuilder()
                .setPartition(1)
                .setOffset(42)
                .setType(type)
                .setHub("huggingface")
                .setStableId("621ffdc136468d709f17ddb4")
                .setId(id)
                .setObservedAt(SEEN)
                .setModel(model);
    }

    static Model model(String owner, String name, @Nullable String task) {
        return Model.newBuilder()
                .setHub("huggingface")
                .setStableId("621ffdc136468d709f17ddb4")
                .setId(owner + "/" + name)
                .setHubUrl("https://hub.test")
                .setMetadataUrl("https://hub.test/api")
                .setName(name)
                .setOwner(owner)
                .setUrl("https://hub.test/" + owner + "/" + name)
                .setTask(task)
                .setGating(Gating.NONE)
                .build();
    }
}
