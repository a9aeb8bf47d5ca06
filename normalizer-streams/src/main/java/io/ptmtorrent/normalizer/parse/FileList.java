package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.ModelFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Collects a model's files up to the bound of {@code Model.files}: sorted by path, the first of them are kept.
 *
 * <p>Holds no more than it keeps, however many come. Not for several threads.
 */
public final class FileList {
    static final int MOST = 10_000;
    static final int MOST_BYTES = 2 * 1024 * 1024;

    /** Bytes of a file beside its path: size and digest, counted before they are known so that the end stays put. */
    static final int BESIDE_PATH = 80;

    /** Bytes that a file with an address may have more: a hint at its digest, a git id beside a digest. */
    private static final int BESIDE_URL = 120;

    private final TreeMap<String, ModelFile> files = new TreeMap<>();
    private long beyond;

    /** Adds one; of two with one path the later counts. */
    public void add(ModelFile file) {
        files.put(file.getPath(), file);
        if (files.size() > MOST) {
            files.pollLastEntry();
            beyond++;
        }
    }

    /** Those within the bound, sorted by path. */
    public List<ModelFile> kept() {
        List<ModelFile> kept = new ArrayList<>(files.size());
        long bytes = 0;
        for (ModelFile file : files.values()) {
            bytes += BESIDE_PATH + file.getPath().getBytes(StandardCharsets.UTF_8).length;
            // Addresses are plain ASCII, and known with the file or never.
            bytes += file.getUrl() == null ? 0 : BESIDE_URL + file.getUrl().length();
            if (bytes > MOST_BYTES) {
                break;
            }
            kept.add(file);
        }
        return kept;
    }

    /** How many there are beyond {@code kept}. */
    public long omitted(List<ModelFile> kept) {
        return files.size() - kept.size() + beyond;
    }
}
