package io.ptmtorrent.normalizer.parse;

import org.jspecify.annotations.Nullable;

/** Reads one hub's rows and details, and knows where its files are. Pure: the same bytes give an equal result. For any thread. */
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

    /**
     * Reads one page of what the hub says of a model's files.
     *
     * <p>Never throws for what the bytes hold.
     *
     * @param page the page's exact bytes, not changed
     */
    ParsedPage parsePage(byte[] page);

    /**
     * The address of a file's bytes; null where no address can hold its name.
     *
     * @param id path of the model at the hub
     * @param path the file's name as the hub writes it, which may be anything
     */
    @Nullable
    String fileUrl(String id, String revision, String path);

    /**
     * Whether a file of which the hub tells the SHA-256 is one in Git LFS. Where it tells that of all files, a small file is
     * one by its size alone.
     */
    default boolean tellsLfsByDigest() {
        return true;
    }
}
