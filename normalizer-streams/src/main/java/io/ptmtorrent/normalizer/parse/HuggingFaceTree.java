package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.normalizer.enrich.FileKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of {@code GET /api/models/{id}/tree/{revision}?recursive=true} at huggingface.co (as of August 2026).
 *
 * <p>Of a file in LFS {@code oid} is the digest of its pointer, which says nothing of the content: {@code lfs.oid} is the
 * content's SHA-256. Of any other file {@code oid} is the git blob id.
 */
final class HuggingFaceTree {
    private static final int SHA256_CHARS = 64;
    private static final int SHA1_CHARS = 40;

    /** Stands for every id and revision: whether a name fits into an address at all is a matter of the name. */
    private static final String ANY = "x";

    private final Issues issues = new Issues();
    private final List<ModelFile> files = new ArrayList<>();
    private @Nullable String firstUnfit;
    private int unfit;

    private HuggingFaceTree() {}

    static ParsedPage parse(JsonReader json, byte[] page) {
        HuggingFaceTree tree = new HuggingFaceTree();
        JsonNode entries;
        try {
            entries = json.read(page, new Issues());
        } catch (JsonProcessingException e) {
            return bad("expected a JSON array: " + e.getOriginalMessage());
        } catch (IOException e) {
            return bad("expected a JSON array in UTF-8: " + e.getMessage());
        }
        if (!entries.isArray()) {
            return bad("expected a JSON array, found another JSON value");
        }
        entries.forEach(tree::add);
        return new FilePage(tree.files, tree.issues.toList(), tree.unfit(entries.size()));
    }

    private static Rejected bad(String message) {
        return new Rejected(DeadLetterReason.BAD_DETAILS, message);
    }

    private void add(JsonNode entry) {
        if (!entry.isObject()) {
            drop("expected objects");
            return;
        }
        Row row = new Row(entry, FilePage.FIELD + ".", issues);
        JsonNode type = row.get("type");
        if (type != null && type.asText().equals("directory")) {
            return;
        }
        if (type == null || !type.asText().equals("file")) {
            drop("expected type file or directory");
            return;
        }
        JsonNode path = row.get("path");
        if (path == null || !path.isTextual() || path.textValue().isEmpty()) {
            drop("expected a path");
        } else if (!PercentEncoded.isWhole(path.textValue())) {
            drop("expected a path in Unicode");
        } else {
            addFile(path.textValue(), row);
        }
    }

    private void addFile(String path, Row row) {
        if (HuggingFaceUrls.file(ANY, ANY, path) == null) {
            note("no address can hold the path '" + shortened(path) + "'");
        }
        Long size = row.whole("size");
        if (size != null && size < 0) {
            row.issue("size", "expected 0 or more bytes");
            size = null;
        }
        String sha1 = row.get("lfs") == null ? digest(row, "oid", SHA1_CHARS) : null;
        String sha256 = row.get("lfs") == null ? null : digest(row.object("lfs"), "oid", SHA256_CHARS);
        FileKind kind = FileKind.of(path);
        files.add(new ModelFile(path, size, sha256, sha1, null, null, ArtifactKind.FILE, kind.role(), kind.format()));
    }

    private static @Nullable String digest(Row row, String name, int chars) {
        String digest = row.text(name);
        if (digest == null || (digest.length() == chars && isHex(digest))) {
            return digest;
        }
        row.issue(name, "expected a digest in small hexadecimal digits");
        return null;
    }

    /** A loop, since there is one digest a file. */
    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** An entry that is no file and no directory. */
    private void drop(String problem) {
        issues.add(FilePage.FIELD, problem);
        note(problem);
    }

    private void note(String problem) {
        unfit++;
        firstUnfit = firstUnfit == null ? problem : firstUnfit;
    }

    private @Nullable String unfit(int entries) {
        return firstUnfit == null ? null : unfit + " of " + entries + " entries; the first: " + firstUnfit;
    }

    private static String shortened(String path) {
        return path.length() > 300 ? path.substring(0, 300) + "…" : path;
    }
}
