package io.ptmtorrent.samplehub;

/** What a fault strikes, and how it is numbered. */
public enum FaultTarget {
    /** A page of the listing, counted from 1. */
    LISTING(""),
    /** A model's tree; the model's number, and perhaps a page of it, counted from 1. */
    TREE("tree-"),
    /** A model's file; the model's number, and perhaps the file's place in {@link SampleHubTruth#files}, from 0. */
    FILE("file-");

    private final String prefix;

    FaultTarget(String prefix) {
        this.prefix = prefix;
    }

    /** What its faults start with in a spec. */
    public String prefix() {
        return prefix;
    }

    static FaultTarget of(String prefix) {
        return prefix.equals(TREE.prefix) ? TREE : prefix.equals(FILE.prefix) ? FILE : LISTING;
    }
}
