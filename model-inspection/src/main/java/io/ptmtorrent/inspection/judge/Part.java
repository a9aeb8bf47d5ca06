package io.ptmtorrent.inspection.judge;

import io.ptmtorrent.inspection.bytes.Bytes;
import java.io.IOException;

/** Looks into what lies inside something else: an entry, a payload, an unpacked stream. */
public interface Part {
    /** How sure a reader must be that a part is what it looks like. */
    enum Certainty {
        /** A part that somebody will open: whatever it is, it is told. */
        OPENED,
        /** Bytes that are data by their place: told only where they are more than that beyond doubt. */
        DATA
    }

    /**
     * Looks into a part with every parser whose format it has.
     *
     * @param name as the container calls it; empty where it has none
     * @param scope where findings go; its depth is the part's
     * @return whether it was anything that is known
     */
    boolean inspect(String name, Bytes bytes, Certainty certainty, Scope scope) throws IOException;
}
