package io.ptmtorrent.normalizer.statistics;

import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.avro.UpdateType;
import java.util.Locale;

/**
 * Names of the counters in the topic {@code statistics}, and how their groups are spelt.
 *
 * <p>One row is one counter of one task, keyed {@code <statistic>/<group>/<partition of observations>}. Readers add the
 * partitions up, but for the two run ids and the policy version, of which the smallest counts. A counter that was never written is 0.
 */
public final class Statistics {
    /** Live models; group: hub. */
    public static final String MODELS = "models";

    /** Model updates ever written; group: see {@link #updates}. */
    public static final String UPDATES = "updates";

    /** Observations that became dead letters; group: hub, or {@link #UNKNOWN_HUB}. */
    public static final String DEAD_LETTERS = "dead-letters";

    /** Models that wait for an answer of their hub, and packages that are not closed; group: hub. */
    public static final String OPEN = "open";

    /** Greatest run whose end was consumed; group: hub. */
    public static final String RUN_ENDED = "run-ended";

    /** Greatest run that is done with: of a complete one every model that it did not list was asked for; group: hub. */
    public static final String RUN_SCANNED = "run-scanned";

    /** Version of the policy whose scan over all models is done; group: {@link #POLICY}. */
    public static final String POLICY_SCANNED = "policy-scanned";

    /** Packages of the models' present revisions, by the present policy; group: hub. */
    public static final String PACKAGES = "packages";

    /** Of them with their manifest; group: hub. */
    public static final String PACKAGES_COMPLETE = "packages-complete";

    /** Files that these packages want; group: hub. When all are answered, the sum of the five that follow. */
    public static final String FILES_WANTED = "files-wanted";

    /** Fetched for that package; group: hub. */
    public static final String FILES_STORED = "files-stored";

    /** There already, or fetched for another; group: hub. */
    public static final String FILES_DEDUPLICATED = "files-deduplicated";

    /** Other bytes than announced; group: hub. */
    public static final String FILES_FAILED = "files-failed";

    /** Not to be had; group: hub. */
    public static final String FILES_UNAVAILABLE = "files-unavailable";

    /** Needing an agreement; group: hub. */
    public static final String FILES_GATED = "files-gated";

    /** In the store, and verified by no digest of the hub; group: hub. */
    public static final String FILES_UNVERIFIED = "files-unverified";

    /** Bytes of the files that are or were wanted, each request key once; group: hub. */
    public static final String BYTES_WANTED = "bytes-wanted";

    /** Bytes that sinks read from the network, whatever became of them; group: hub. */
    public static final String BYTES_FETCHED = "bytes-fetched";

    /** Bytes in the object store, each digest once; group: hub. */
    public static final String BYTES_STORED = "bytes-stored";

    /** Stored bytes that are lost and being fetched again, each request key once; group: hub. */
    public static final String REFETCHED = "refetched";

    /** Objects that are being taken out of the store; group: {@link #BLOCKS}. */
    public static final String DROPPING = "dropping";

    /** Time of the newest block that all models and files of the task were held against; group: {@link #BLOCKS}. */
    public static final String BLOCKS_SCANNED = "blocks-scanned";

    /** Stored objects that were looked into, each digest once; group: see {@link #verdict}. */
    public static final String INSPECTIONS = "inspections";

    /** Group of what an operator lets go of. */
    public static final String BLOCKS = "blocks";

    /** Group of what is counted by policy alone. */
    public static final String POLICY = "policy";

    /** Group of what cannot be told to belong to a known hub. */
    public static final String UNKNOWN_HUB = "unknown";

    private Statistics() {}

    /** Group of updates of one type at one hub: {@code <hub>/<TYPE>}, for example {@code huggingface/CREATED}. */
    public static String updates(String hub, UpdateType type) {
        return hub + "/" + type;
    }

    /** Group of the ledger's dead letters of a hub: another task than the models' writes them. */
    public static String ledger(String hub) {
        return hub + "/ledger";
    }

    /** Group of what an inspection said, in lower case: {@code clean}, {@code dangerous}. */
    public static String verdict(InspectionVerdict verdict) {
        return verdict.toString().toLowerCase(Locale.ROOT);
    }

    /** Key of a counter's row. */
    public static String key(String statistic, String group, int partition) {
        return statistic + "/" + group + "/" + partition;
    }
}
