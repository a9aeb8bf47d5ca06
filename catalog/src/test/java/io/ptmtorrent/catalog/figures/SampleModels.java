package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.HuggingFaceModel;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import io.ptmtorrent.contract.RecordSerdes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Models with what a figure looks at, and little else. */
final class SampleModels {
    static {
        RecordSerdes.trustOurRecords();
    }

    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private SampleModels() {}

    static Model.Builder model(String id) {
        return model("huggingface", id);
    }

    static Model.Builder model(String hub, String id) {
        return Model.newBuilder()
                .setHub(hub)
                .setStableId("s-" + id)
                .setId(id)
                .setHubUrl("https://hub.example.org")
                .setMetadataUrl("https://hub.example.org/api/" + id)
                .setName(id)
                .setUrl("https://hub.example.org/" + id)
                .setGating(Gating.NONE);
    }

    /** A row of Hugging Face; {@code modelIndex} with single quotes, null for none. */
    static Model claiming(String id, @Nullable String task, @Nullable String modelIndex) {
        String card = modelIndex == null ? "{}" : "{\"model-index\":" + modelIndex.replace('\'', '"') + "}";
        return model(id)
                .setTask(task)
                .setHuggingFace(HuggingFaceModel.newBuilder().setCardData(card).build())
                .build();
    }

    static ModelFile file(String path, FileRole role, @Nullable String format, @Nullable Long size) {
        return ModelFile.newBuilder()
                .setPath(path)
                .setSize(size)
                .setRole(role)
                .setFormat(format)
                .build();
    }

    static ModelMetrics downloads(Model model, long downloads, Instant at) {
        return new ModelMetrics(model.getHub(), model.getStableId(), at, downloads, null, null, null, null);
    }

    static LiveModel counted(Model model) {
        return new LiveModel(model, null, null);
    }

    static FigureTable count(Figure figure, List<Model> models) {
        models.forEach(model -> figure.add(counted(model)));
        return figure.table();
    }
}
