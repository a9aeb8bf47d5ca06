package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.normalizer.enrich.FileKind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The weights of a model of the ONNX Model Zoo, and whether its manifest agrees with their pointers. */
final class OnnxFiles {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");

    private OnnxFiles() {}

    static FileList of(Row row, Row manifest) {
        FileList files = new FileList();
        Row metadata = manifest.object("metadata");
        String packed = metadata.text("model_with_data_path");
        for (JsonNode entry : row.list("files")) {
            JsonNode path = entry.get("path");
            if (path == null || !path.isTextual() || path.textValue().isEmpty()) {
                row.issue("files", "expected objects with a path");
                continue;
            }
            ModelFile file = file(path.textValue(), entry);
            files.add(file);
            if (file.getPath().equals(manifest.text("model_path"))) {
                compare(file, metadata, "model_sha");
            } else if (file.getPath().equals(packed)) {
                compare(file, metadata, "model_with_data_sha");
            }
        }
        return files;
    }

    private static ModelFile file(String path, JsonNode entry) {
        JsonNode size = entry.path("size");
        FileKind kind = FileKind.of(path);
        return new ModelFile(
                path,
                size.canConvertToLong() && size.isIntegralNumber() ? size.longValue() : null,
                digest(entry, "sha256", SHA256),
                digest(entry, "gitSha1", SHA1),
                null,
                null,
                ArtifactKind.FILE,
                kind.role(),
                kind.format());
    }

    private static @Nullable String digest(JsonNode entry, String name, Pattern pattern) {
        String digest = entry.path(name).asText("");
        return pattern.matcher(digest).matches() ? digest : null;
    }

    private static void compare(ModelFile file, Row metadata, String name) {
        String digest = metadata.text(name);
        if (digest != null && file.getSha256() != null && !digest.equals(file.getSha256())) {
            metadata.issue(name, "is not the digest that the LFS pointer has");
        }
    }
}
