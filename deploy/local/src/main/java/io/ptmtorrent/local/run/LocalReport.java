package io.ptmtorrent.local.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.ptmtorrent.local.folder.JsonFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, as {@code --report FILE} writes it: one JSON object, its member names a contract.
 *
 * @param hubs by hub name
 * @param files of all hubs
 * @param bytes of all hubs
 * @param packages of all hubs
 * @param deadLetters dead letters written in this run, each identity once
 * @param inspections inspected files by verdict
 * @param startSeconds from process start to the first request to a hub; null where none was sent
 * @param seconds from process start to idle, or to the end of a run that failed
 * @param failed why the run failed; null where it did not
 */
@JsonPropertyOrder({
    "hubs",
    "files",
    "bytes",
    "packages",
    "deadLetters",
    "inspections",
    "startSeconds",
    "seconds",
    "failed"
})
public record LocalReport(
        Map<String, HubCounts> hubs,
        Files files,
        Bytes bytes,
        Packages packages,
        long deadLetters,
        Map<String, Long> inspections,
        @Nullable Double startSeconds,
        double seconds,
        @Nullable String failed) {
    public LocalReport {
        hubs = new TreeMap<>(hubs);
        inspections = new TreeMap<>(inspections);
    }

    /**
     * One hub.
     *
     * @param listed rows seen in this run, dead letters among them
     * @param models of that hub in the models topic at the end
     * @param updates of this run
     * @param requests sent to the hub's hosts, retries and redirects counted
     * @param errors dead letters of the hub, and requests that never got a usable answer
     */
    @JsonPropertyOrder({"listed", "models", "updates", "requests", "errors"})
    public record HubCounts(long listed, long models, long updates, long requests, long errors) {}

    /** Files by what became of them. */
    @JsonPropertyOrder({"wanted", "stored", "deduplicated", "failed", "unavailable", "gated", "unverified"})
    public record Files(
            long wanted, long stored, long deduplicated, long failed, long unavailable, long gated, long unverified) {
        /** A run that wants no files. */
        static final Files NONE = new Files(0, 0, 0, 0, 0, 0, 0);
    }

    /** Bytes by what became of them. */
    @JsonPropertyOrder({"wanted", "fetched", "stored"})
    public record Bytes(long wanted, long fetched, long stored) {
        /** A run that wants no files. */
        static final Bytes NONE = new Bytes(0, 0, 0);
    }

    /** Packages. */
    @JsonPropertyOrder({"total", "complete"})
    public record Packages(long total, long complete) {
        /** A run that wants no files. */
        static final Packages NONE = new Packages(0, 0);
    }

    /** The report of a run that wants no files. */
    static LocalReport ofMetadata(
            Map<String, HubCounts> hubs,
            long deadLetters,
            @Nullable Double startSeconds,
            double seconds,
            @Nullable String failed) {
        return new LocalReport(
                hubs, Files.NONE, Bytes.NONE, Packages.NONE, deadLetters, Map.of(), startSeconds, seconds, failed);
    }

    /** Writes it whole or not at all. */
    void write(Path file) throws IOException {
        JsonFiles.write(file, this);
    }
}
