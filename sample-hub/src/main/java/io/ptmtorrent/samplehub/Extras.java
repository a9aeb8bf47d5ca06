package io.ptmtorrent.samplehub;

/**
 * Files that a model has besides its own.
 *
 * @param crowd how many tiny ones
 * @param heavyMib MiB of one of weights; 0 for none
 */
record Extras(int crowd, int heavyMib) {
    static final Extras NONE = new Extras(0, 0);

    Extras and(Extras other) {
        return new Extras(Math.max(crowd, other.crowd), Math.max(heavyMib, other.heavyMib));
    }
}
