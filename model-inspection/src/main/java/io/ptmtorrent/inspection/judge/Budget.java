package io.ptmtorrent.inspection.judge;

import io.ptmtorrent.inspection.bytes.Broken;

/** How much one inspection may unpack, all its parts together: what a bomb runs into. One thread. */
public final class Budget {
    private static final long BASE = 64L << 20;
    private static final long TIMES = 64;
    private static final int PARTS = 200_000;
    private static final int PAYLOADS = 2_000;

    private long bytes;
    private int parts = PARTS;
    private int payloads = PAYLOADS;
    private boolean spent;

    /**
     * @param size bytes of the file
     */
    public Budget(long size) {
        this.bytes = size > Long.MAX_VALUE / TIMES - BASE ? Long.MAX_VALUE : BASE + size * TIMES;
    }

    /**
     * Takes unpacked bytes.
     *
     * @throws Broken where they are more than the file may unpack to
     */
    public void take(long unpacked, long offset) throws Broken {
        bytes -= unpacked;
        if (bytes < 0) {
            spent = true;
            throw Broken.unscannable(
                    offset, "unpacks to more than " + TIMES + " times its size and " + BASE + " bytes");
        }
    }

    /** Takes one string that may hold something. Gives false where there were too many. */
    public boolean takePayload() {
        payloads--;
        return payloads >= 0;
    }

    /**
     * Takes one part: an entry, a string to look into.
     *
     * @return false where there were too many
     */
    public boolean takePart() {
        parts--;
        spent |= parts < 0;
        return parts >= 0;
    }

    public boolean isSpent() {
        return spent;
    }
}
