package io.ptmtorrent.normalizer.parse;

/** Reads one hub's rows. Pure: the same bytes give an equal result. For any thread. */
public interface HubParser {
    /** Name of the hub whose rows it reads. */
    String hub();

    /**
     * Reads one row of the hub's listing.
     *
     * <p>Never throws for what the bytes hold.
     *
     * @param row the row's exact bytes, not changed
     */
    Parsed parse(byte[] row);
}
