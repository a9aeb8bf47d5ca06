package io.ptmtorrent.local.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.ptmtorrent.http.Allowance;
import io.ptmtorrent.local.folder.JsonFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 * @param inspections stored objects that were looked into, by verdict, each digest once
 * @param startSeconds from process start to the first request to a hub; null where none was sent
 * @param seconds from process start to idle, or to the end of a run that failed
 * @param failed why the run failed; null where it did not
 * @param budgets what hosts last said is left of their quotas
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
    "failed",
    "budgets"
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
        @Nullable String failed,
        List<Budget> budgets) {
    public LocalReport {
        hubs = new TreeMap<>(hubs);
        inspections = new TreeMap<>(inspections);
        budgets = List.copyOf(budgets);
    }

    /**
     * One hub.
     *
     * @param listed rows seen in this run, dead letters among them
     * @param models of that hub in the models topic at the end
     * @param updates of this run
     * @param requests sent to the hub's hosts, retries and redirects counted
     * @param errors dead letters of the hub, and requests that never got a usable answer
     * @param errorsByKind the same by kind: dead letters by reason code, and {@code unanswered}
     * @param requestFailures attempts that failed by kind, repeated or not: {@code limited} (429), {@code failed} (5xx),
     *     {@code unreachable} (no answer)
     * @param lagSeconds how long ago the newest complete run began: what changed at the hub before is known; null before
     *     one
     */
    @JsonPropertyOrder({
        "listed",
        "models",
        "updates",
        "requests",
        "errors",
        "requestsPerModel",
        "errorsByKind",
        "requestFailures",
        "lagSeconds"
    })
    public record HubCounts(
            long listed,
            long models,
            long updates,
            long requests,
            long errors,
            Map<String, Long> errorsByKind,
            Map<String, Long> requestFailures,
            @Nullable Double lagSeconds) {
        public HubCounts {
            errorsByKind = new TreeMap<>(errorsByKind);
            requestFailures = new TreeMap<>(requestFailures);
        }

        /** Counts without their kinds, of a hub of which no complete run is known. */
        public HubCounts(long listed, long models, long updates, long requests, long errors) {
            this(listed, models, updates, requests, errors, Map.of(), Map.of(), null);
        }

        /** Requests for each row that was listed, all kinds of requests together; null where none was listed. */
        @JsonProperty("requestsPerModel")
        public @Nullable Double requestsPerModel() {
            return listed == 0 ? null : Math.round(10_000.0 * requests / listed) / 10_000.0;
        }
    }

    /**
     * What a host last said is left of a quota, of everybody on this address or token.
     *
     * @param bucket as the host names it
     * @param left requests until the reset
     * @param resetSeconds until the bucket is full again; 0 where that is over
     * @param quota requests in each window; null where the host does not say
     */
    @JsonPropertyOrder({"host", "bucket", "left", "resetSeconds", "quota"})
    public record Budget(
            String host,
            String bucket,
            long left,
            long resetSeconds,
            @Nullable Long quota) {
        static Budget of(Allowance said, Instant now) {
            long seconds = Math.max(0, Duration.between(now, said.reset()).toSeconds());
            return new Budget(said.host(), said.bucket(), said.left(), seconds, said.quota());
        }
    }

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
