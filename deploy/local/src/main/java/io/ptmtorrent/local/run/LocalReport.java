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
 * @param files of the packages as they stand at the end, of all hubs
 * @param bytes of them
 * @param packages as they stand at the end, of all hubs
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

    /**
     * Files of packages by what became of them; when idle, wanted is the sum of those from stored to gated.
     *
     * @param wanted by the policy
     * @param stored fetched for the package
     * @param deduplicated in the store already, or fetched for another package
     * @param failed other bytes than announced
     * @param unavailable not to be had
     * @param gated behind an agreement
     * @param unverified stored, but checked against no digest of the hub
     */
    @JsonPropertyOrder({"wanted", "stored", "deduplicated", "failed", "unavailable", "gated", "unverified"})
    public record Files(
            long wanted, long stored, long deduplicated, long failed, long unavailable, long gated, long unverified) {
        /** How many of the wanted ones it is known what became of. */
        long accountedFor() {
            return stored + deduplicated + failed + unavailable + gated;
        }
    }

    /**
     * Bytes of files, each distinct content once.
     *
     * @param wanted announced
     * @param fetched read from hosts in this run, broken downloads among them
     * @param stored in the store
     */
    @JsonPropertyOrder({"wanted", "fetched", "stored"})
    public record Bytes(long wanted, long fetched, long stored) {}

    /**
     * Packages.
     *
     * @param total of live models whose files are wanted
     * @param complete of them with a manifest
     */
    @JsonPropertyOrder({"total", "complete"})
    public record Packages(long total, long complete) {}

    /** Writes it whole or not at all. */
    void write(Path file) throws IOException {
        JsonFiles.write(file, this);
    }
}
