package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.OnnxModelZooModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ONNX Model Zoo alone says of a model, from manifest, statistics, and the READMEs of family and zoo. */
final class OnnxPart {
    private static final String VALIDATED = "validated";

    private OnnxPart() {}

    static OnnxModelZooModel of(
            Row row, String path, Row manifest, Row turnkey, OnnxTable table, List<ModelFile> files) {
        OnnxListed listed = OnnxListed.of(row.object("listed"));
        Row onnx = turnkey.object("onnx_model_information");
        Integer declared = number(manifest, "opset_version");
        String version = manifest.text("onnx_version");
        table.compare("Opset version", declared, table.opset());
        table.compare("ONNX version", version, table.text("onnx version"));
        return OnnxModelZooModel.newBuilder()
                .setCommit(row.name("commit"))
                .setArea(area(path))
                .setOpset(first(first(declared, number(onnx, "opset")), table.opset()))
                .setOnnxVersion(first(version, table.text("onnx version")))
                .setIrVersion(number(onnx, "ir_version"))
                .setManifest(manifest.canonical())
                .setTurnkey(turnkey.canonical())
                .setModel(first(table.text("model"), manifest.text("model")))
                .setSize(table.size())
                .setSamplePath(samplePath(path, files))
                .setSampleSize(table.sampleSize())
                .setTable(table.cells())
                .setReadmePath(row.text("readmePath"))
                .setModelClass(listed.modelClass())
                .setCategory(listed.category())
                .setPaper(listed.paper())
                .setDescription(listed.description())
                .setSpaceUrl(listed.spaceUrl())
                .build();
    }

    private static <T> @Nullable T first(@Nullable T first, @Nullable T second) {
        return first == null ? second : first;
    }

    /** The packed file beside the model. */
    private static @Nullable String samplePath(String path, List<ModelFile> files) {
        for (ModelFile file : files) {
            boolean packed =
                    file.getPath().endsWith(".tar.gz") || file.getPath().endsWith(".zip");
            if (packed && !file.getPath().equals(path)) {
                return file.getPath();
            }
        }
        return null;
    }

    private static @Nullable String area(String path) {
        String[] parts = path.split("/", -1);
        int area = parts[0].equals(VALIDATED) ? 1 : 0;
        return area + 1 < parts.length ? parts[area] : null;
    }

    private static @Nullable Integer number(Row row, String name) {
        Long number = row.whole(name);
        if (number == null || number.intValue() == number) {
            return number == null ? null : number.intValue();
        }
        row.issue(name, "expected a number of 32 bits");
        return null;
    }
}
