package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.ModelFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The paths of a row's {@code siblings}, sorted, each once, up to a bound.
 *
 * @param kept the first of them; sizes and digests are a detail and not in a listing
 * @param omitted how many more there are
 */
record HuggingFaceFiles(List<ModelFile> kept, long omitted) {
    private static final int MOST = 10_000;
    private static final int MOST_BYTES = 2 * 1024 * 1024;

    /** Bytes of a file beside its path: size and sha256, counted before they are known so that the end stays put. */
    private static final int BESIDE_PATH = 80;

    static HuggingFaceFiles of(Row row) {
        TreeSet<String> paths = new TreeSet<>();
        for (JsonNode sibling : row.list("siblings")) {
            JsonNode path = sibling.get("rfilename");
            if (path != null && path.isTextual() && !path.textValue().isEmpty()) {
                paths.add(path.textValue());
            } else {
                row.issue("siblings", "expected objects with an rfilename");
            }
        }
        return bounded(paths);
    }

    private static HuggingFaceFiles bounded(TreeSet<String> paths) {
        List<ModelFile> kept = new ArrayList<>(Math.min(MOST, paths.size()));
        long bytes = 0;
        for (String path : paths) {
            bytes += BESIDE_PATH + path.getBytes(StandardCharsets.UTF_8).length;
            if (kept.size() == MOST || bytes > MOST_BYTES) {
                break;
            }
            kept.add(new ModelFile(path, null, null, null));
        }
        return new HuggingFaceFiles(kept, paths.size() - kept.size());
    }
}
