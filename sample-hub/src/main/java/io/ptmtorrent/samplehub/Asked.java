package io.ptmtorrent.samplehub;

/**
 * What a request was about.
 *
 * @param model the number of the model in {@link SampleHubTruth}, whatever path it was asked by; -1 for none
 * @param file path of the file in the repository, for RESOLVE, SMALL_FILE and LARGE_FILE; else empty
 */
public record Asked(HubRequest request, Kind kind, int model, String file) {
    /** The kinds of requests that the hub tells apart. */
    public enum Kind {
        /** A page of the listing. */
        LISTING,
        /** One model's own page, or a revision of it. */
        MODEL,
        /** A page of a model's list of files. */
        TREE,
        /** A file at its own URL, which redirects to its bytes. */
        RESOLVE,
        /** A small file's bytes. */
        SMALL_FILE,
        /** A large file's bytes, or a part of them. */
        LARGE_FILE,
        /** Anything else. */
        OTHER
    }
}
