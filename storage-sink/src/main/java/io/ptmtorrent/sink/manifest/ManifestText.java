package io.ptmtorrent.sink.manifest;

import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ManifestFile;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as it is stored: canonical JSON (RFC 8785) in UTF-8, without a time or anything of another package in it,
 * so that the same package has the same bytes whoever writes them, and whenever.
 *
 * <p>{@code docs/manifest.md} shows one. Members without a value are left out; files are sorted by path. Whether the bytes
 * were fetched for this package or were there already is not told: it depends on who came first. Pure.
 */
public final class ManifestText {
    /** Of the format; grows when a reader of the one before could be misled. */
    private static final long VERSION = 1;

    private ManifestText() {}

    /** The bytes to be stored. */
    public static byte[] of(Manifest manifest) {
        List<SortedMap<String, Object>> files = manifest.getFiles().stream()
                .sorted(Comparator.comparing(ManifestFile::getPath))
                .map(ManifestText::file)
                .toList();
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("manifestVersion", VERSION);
        members.put("hub", manifest.getHub());
        members.put("stableId", manifest.getStableId());
        members.put("id", manifest.getId());
        put(members, "revision", manifest.getRevision());
        members.put("policyVersion", manifest.getPolicyVersion());
        members.put("omittedFiles", manifest.getOmittedFiles());
        members.put("files", files);
        return CanonicalJson.of(members).getBytes(StandardCharsets.UTF_8);
    }

    private static SortedMap<String, Object> file(ManifestFile file) {
        SortedMap<String, Object> members = new TreeMap<>();
        boolean there = file.getState() == FileState.STORED || file.getState() == FileState.DEDUPLICATED;
        members.put("path", file.getPath());
        members.put("state", (there ? FileState.STORED : file.getState()).name());
        put(members, "sha256", file.getSha256());
        put(members, "size", file.getSize());
        members.put("verification", file.getVerification().name());
        members.put("url", file.getUrl());
        put(
                members,
                "reason",
                file.getReason() == null ? null : file.getReason().name());
        return members;
    }

    private static void put(SortedMap<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
