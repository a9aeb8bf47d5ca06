package io.ptmtorrent.normalizer.ledger;

/**
 * What a credit window is for: one lane of one host.
 *
 * @param host name of the host that is asked, lower case, with its port where there is one; {@link #MANIFESTS} for none
 * @param large true for the lane of large and unknown sizes
 */
record Pool(String host, boolean large) {
    /** Manifests need no host. */
    static final String MANIFESTS = "manifests";

    /** What goes out of the store: it needs no host either. */
    static final Pool DELETIONS = new Pool("deletions", false);

    /** Largest known size that the small lane takes, bytes. */
    static final long SMALL_BYTES = 10 * 1024 * 1024;

    private static final String LARGE = "/l";
    private static final String SMALL = "/s";

    static Pool parse(String text) {
        return new Pool(text.substring(0, text.length() - SMALL.length()), text.endsWith(LARGE));
    }

    @Override
    public String toString() {
        return host + (large ? LARGE : SMALL);
    }
}
