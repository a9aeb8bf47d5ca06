package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.normalizer.enrich.FileKind;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of files that the crawler put together of a hub's links: {@code {"files":[{"path":…,"url":…}, …]}}.
 *
 * <p>Paths, sizes, digests and addresses are the sources' own and may be anything. What an entry's member should not be is
 * an issue, and the member is nothing; an entry that no request can hold is told as unfit.
 */
final class FileEnvelope {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{8,64}");
    private static final int LONGEST_URL = 8_000;
    private static final int LONGEST_PATH = 4_096;
    private static final char DELETE = 127;

    private final Issues issues = new Issues();
    private final List<ModelFile> files = new ArrayList<>();
    private @Nullable String firstUnfit;
    private int unfit;

    private FileEnvelope() {}

    static ParsedPage parse(JsonReader json, byte[] page) {
        JsonNode root;
        try {
            root = json.read(page, new Issues());
        } catch (JsonProcessingException e) {
            return bad("expected a JSON object: " + e.getOriginalMessage());
        } catch (IOException e) {
            return bad("expected a JSON object in UTF-8: " + e.getMessage());
        }
        JsonNode entries = root.path("files");
        if (!entries.isArray()) {
            return bad("expected an object with a list of files");
        }
        FileEnvelope envelope = new FileEnvelope();
        entries.forEach(envelope::add);
        envelope.tellOmitted(root);
        return new FilePage(envelope.files, envelope.issues.toList(), envelope.unfit(entries.size()));
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
        JsonNode path = row.get("path");
        ArtifactKind artifact = artifact(row);
        if (artifact == null) {
            drop("expected artifact FILE or REPOSITORY");
        } else if (path == null || !path.isTextual() || path.textValue().isEmpty()) {
            drop("expected a path");
        } else if (!PercentEncoded.isWhole(path.textValue())) {
            drop("expected a path in Unicode");
        } else if (path.textValue().length() > LONGEST_PATH) {
            drop("expected a path of at most " + LONGEST_PATH + " characters");
        } else {
            files.add(file(path.textValue(), artifact, row));
        }
    }

    private ModelFile file(String path, ArtifactKind artifact, Row row) {
        String url = row.text("url");
        if (url == null || !isUrl(url)) {
            note("no address can hold the file '" + shortened(path) + "'");
            url = null;
        }
        Long size = row.whole("size");
        if (size != null && size < 0) {
            row.issue("size", "expected 0 or more bytes");
            size = null;
        }
        FileKind kind = FileKind.of(path);
        return new ModelFile(
                path,
                size,
                digest(row, "sha256", SHA256),
                digest(row, "gitSha1", SHA1),
                url,
                digest(row, "sha256Prefix", PREFIX),
                artifact,
                kind.role(),
                kind.format());
    }

    private static @Nullable ArtifactKind artifact(Row row) {
        JsonNode artifact = row.get("artifact");
        return switch (artifact == null ? "FILE" : artifact.asText()) {
            case "FILE" -> ArtifactKind.FILE;
            case "REPOSITORY" -> ArtifactKind.REPOSITORY;
            default -> null;
        };
    }

    private static @Nullable String digest(Row row, String name, Pattern pattern) {
        String digest = row.text(name);
        if (digest == null || pattern.matcher(digest).matches()) {
            return digest;
        }
        row.issue(name, "expected a digest in small hexadecimal digits");
        return null;
    }

    /** What a request can hold: the ledger asks for nothing else. */
    private static boolean isUrl(String text) {
        if (text.length() > LONGEST_URL || !text.chars().allMatch(c -> c > ' ' && c < DELETE)) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void tellOmitted(JsonNode root) {
        long omitted = root.path("omitted").asLong(0);
        if (omitted > 0) {
            issues.add(FilePage.FIELD + ".omitted", omitted + " more files did not fit");
        }
    }

    /** An entry that is no file. */
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
