package io.ptmtorrent.crawler.hub;

/**
 * Where a page lies, in the hub's own terms; saved with each page, so that another process can go on.
 *
 * @param value at most {@link #MAX_LENGTH} characters; never holds a secret or an address of this process
 */
public record Cursor(String value) {
    /** Longer ones are refused: a checkpoint and every observation's source must stay small. */
    public static final int MAX_LENGTH = 8192;

    public Cursor {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "cursor: " + value.length() + " characters; allowed are 1 to " + MAX_LENGTH);
        }
    }
}
