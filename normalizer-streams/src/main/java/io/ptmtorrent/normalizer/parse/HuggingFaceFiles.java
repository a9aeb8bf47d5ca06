package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.normalizer.enrich.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The paths of a row's {@code siblings}, sorted, each once, up to a bound.
 *
 * @param kept the first of them; sizes and digests are a detail and not in a listing
 * @param omitted how many more there are
 */
record HuggingFaceFiles(List<ModelFile> kept, long omitted) {
    private static final char LAST_ASCII = 127;

    static HuggingFaceFiles of(Row row) {
        List<String> paths = new ArrayList<>();
        boolean sorted = true;
        for (JsonNode sibling : row.list("siblings")) {
            JsonNode path = sibling.get("rfilename");
            if (path != null && path.isTextual() && !path.textValue().isEmpty()) {
                sorted &= paths.isEmpty() || paths.getLast().compareTo(path.textValue()) < 0;
                paths.add(path.textValue());
            } else {
                row.issue("siblings", "expected objects with an rfilename");
            }
        }
        return bounded(sorted ? paths : new TreeSet<>(paths));
    }

    private static HuggingFaceFiles bounded(Collection<String> paths) {
        List<ModelFile> kept = new ArrayList<>(Math.min(FileList.MOST, paths.size()));
        long bytes = 0;
        for (String path : paths) {
            bytes += FileList.BESIDE_PATH + utf8Length(path);
            if (kept.size() == FileList.MOST || bytes > FileList.MOST_BYTES) {
                break;
            }
            FileKind kind = FileKind.of(path);
            kept.add(new ModelFile(path, null, null, null, null, null, ArtifactKind.FILE, kind.role(), kind.format()));
        }
        return new HuggingFaceFiles(kept, paths.size() - kept.size());
    }

    /** Bytes of a path, without making them where it is ASCII. */
    private static int utf8Length(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) > LAST_ASCII) {
                return path.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return path.length();
    }
}
