package io.ptmtorrent.samplehub.onnx;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.loopback.FileAnswer;
import io.ptmtorrent.samplehub.loopback.WireRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The account onnxmodelzoo at huggingface.co: its listing, its repositories' trees and files, in the shape of that hub's
 * answers (hub docs, August 2026). Immutable once it is asked.
 */
public final class SampleMirror {
    /** The account. */
    public static final String OWNER = "onnxmodelzoo";

    private static final JsonMapper JSON = new JsonMapper();

    /** Repositories by name; files by path. */
    private final SortedMap<String, SortedMap<String, byte[]>> repositories = new TreeMap<>();

    void put(String repository, String path, byte[] content) {
        repositories.computeIfAbsent(repository, any -> new TreeMap<>()).put(path, content);
    }

    /** Address of a file's bytes. */
    String url(String repository, String path) {
        return "https://huggingface.co/%s/%s/resolve/%s/%s"
                .formatted(OWNER, repository, commit(repository), Answer.encoded(path));
    }

    /** Whether a request is for the account and not for another part of the hub. */
    public static boolean isFor(WireRequest request) {
        String target = request.target();
        return target.contains("author=" + OWNER)
                || target.startsWith("/api/models/" + OWNER + "/")
                || target.startsWith("/" + OWNER + "/");
    }

    /** The answer to one request, whose target is path and query at huggingface.co. */
    public Answer answer(WireRequest request) {
        String path = request.target().replaceAll("\\?.*", "");
        if (path.equals("/api/models")) {
            return Answer.json(200, isFor(request) ? bytes(listing()) : bytes(JSON.createArrayNode()));
        }
        String[] parts = path.split("/", 7);
        if (path.startsWith("/api/models/") && parts.length == 7 && isHere(parts[4], parts[6])) {
            return Answer.json(200, bytes(tree(parts[4])));
        }
        return path.startsWith("/" + OWNER + "/") ? file(path.split("/", 6), request) : missing();
    }

    private Answer file(String[] parts, WireRequest request) {
        if (parts.length < 6 || !isHere(parts[2], parts[4])) {
            return missing();
        }
        for (Map.Entry<String, byte[]> file : files(parts[2]).entrySet()) {
            if (Answer.encoded(file.getKey()).equals(parts[5])) {
                return FileAnswer.of(file.getValue(), "\"" + sha256(file.getValue()) + "\"", request.headers());
            }
        }
        return missing();
    }

    private boolean isHere(String repository, String commit) {
        return repositories.containsKey(repository) && commit(repository).equals(commit);
    }

    private SortedMap<String, byte[]> files(String repository) {
        return Objects.requireNonNull(repositories.get(repository));
    }

    private static Answer missing() {
        return Answer.text(404, "Repository not found").with("x-error-code", "RepoNotFound");
    }

    private ArrayNode listing() {
        ArrayNode rows = JSON.createArrayNode();
        repositories.forEach((name, files) -> {
            ObjectNode row = rows.addObject();
            row.put("_id", sha256(name.getBytes(StandardCharsets.UTF_8)).substring(0, 24));
            row.put("id", OWNER + "/" + name).put("sha", commit(name));
            ArrayNode siblings = row.putArray("siblings");
            siblings.addObject().put("rfilename", ".gitattributes");
            files.keySet().forEach(path -> siblings.addObject().put("rfilename", path));
        });
        return rows;
    }

    private ArrayNode tree(String repository) {
        ArrayNode entries = JSON.createArrayNode();
        entries.addObject()
                .put("type", "file")
                .put("oid", "a".repeat(40))
                .put("size", 1519)
                .put("path", ".gitattributes");
        files(repository).forEach((path, content) -> {
            ObjectNode entry = entries.addObject();
            entry.put("type", "file")
                    .put("oid", "b".repeat(40))
                    .put("size", content.length)
                    .put("path", path);
            entry.putObject("lfs")
                    .put("oid", sha256(content))
                    .put("size", content.length)
                    .put("pointerSize", 130);
        });
        return entries;
    }

    private static byte[] bytes(ArrayNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String commit(String repository) {
        return sha256(repository.getBytes(StandardCharsets.UTF_8)).substring(0, 40);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
