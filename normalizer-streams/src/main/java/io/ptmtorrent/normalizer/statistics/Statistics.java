package io.ptmtorrent.normalizer.statistics;

import io.ptmtorrent.avro.UpdateType;

/**
 * Names of the counters in the topic {@code statistics}, and how their groups are spelt.
 *
 * <p>One row is one counter of one task, keyed {@code <statistic>/<group>/<partition of observations>}. Readers add the
 * partitions up, but for run ids and policy versions, of which the smallest counts. A counter that was never written is 0.
 */
public final class Statistics {
    /** Live models; group: hub. */
    public static final String MODELS = "models";

    /** Model updates ever written; group: see {@link #updates}. */
    public static final String UPDATES = "updates";

    /** Observations that became dead letters; group: hub, or {@link #UNKNOWN_HUB}. */
    public static final String DEAD_LETTERS = "dead-letters";

    /** Models that wait for an answer of their hub; group: hub. */
    public static final String OPEN = "open";

    /** Greatest run whose end was consumed; group: hub. */
    public static final String RUN_ENDED = "run-ended";

    /** Greatest run that is done with: of a complete one every model that it did not list was asked for; group: hub. */
    public static final String RUN_SCANNED = "run-scanned";

    /** Live models whose files are wanted, with or without a manifest; group: hub. */
    public static final String PACKAGES = "packages";

    /** Of them those with a manifest of the revision and policy that are wanted now; group: hub. */
    public static final String PACKAGES_COMPLETE = "packages-complete";

    /** Files that the packages want; group: hub, as for all that follow. */
    public static final String FILES_WANTED = "files-wanted";

    /** Of them those fetched for their package. */
    public static final String FILES_STORED = "files-stored";

    /** Of them those that were in the store, or fetched for another package. */
    public static final String FILES_DEDUPLICATED = "files-deduplicated";

    /** Of them those whose bytes are not the announced ones. */
    public static final String FILES_FAILED = "files-failed";

    /** Of them those not to be had. */
    public static final String FILES_UNAVAILABLE = "files-unavailable";

    /** Of them those behind an agreement. */
    public static final String FILES_GATED = "files-gated";

    /** Of the stored and deduplicated those that no digest of the hub verified. */
    public static final String FILES_UNVERIFIED = "files-unverified";

    /** Announced bytes of what is wanted, each request key once; partition: that of the wants, as for all bytes. */
    public static final String BYTES_WANTED = "bytes-wanted";

    /** Bytes read from hosts, ever. */
    public static final String BYTES_FETCHED = "bytes-fetched";

    /** Bytes of stored objects, each once; manifests do not count. */
    public static final String BYTES_STORED = "bytes-stored";

    /** Version of the policy under which every model was looked at; group: {@link #POLICY}. */
    public static final String POLICY_SCANNED = "policy-scanned";

    /** The only group of {@link #POLICY_SCANNED}. */
    public static final String POLICY = "policy";

    /** Group of what cannot be told to belong to a known hub. */
    public static final String UNKNOWN_HUB = "unknown";

    private Statistics() {}

    /** Group of updates of one type at one hub: {@code <hub>/<TYPE>}, for example {@code huggingface/CREATED}. */
    public static String updates(String hub, UpdateType type) {
        return hub + "/" + type;
    }

    /** Key of a counter's row. */
    public static String key(String statistic, String group, int partition) {
        return statistic + "/" + group + "/" + partition;
    }
}
