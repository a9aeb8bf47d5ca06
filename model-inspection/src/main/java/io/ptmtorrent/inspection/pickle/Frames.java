package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;

/**
 * Holds a stream to its frames (protocol 4, PEP 3154): Python's reader in C passes over a lie that the one in Python dies
 * of, and no writer makes one.
 */
final class Frames {
    private final Scope scope;
    private long end = -1;
    private boolean told;

    Frames(Scope scope) {
        this.scope = scope;
    }

    boolean isOpen() {
        return end >= 0;
    }

    void open(long offset, long start, long length) {
        if (isOpen()) {
            tell(offset, "a frame begins inside another");
        }
        end = length < 0 || start + length < 0 ? Long.MAX_VALUE : start + length;
    }

    /** An opcode and its argument were read. */
    void passed(long offset, long position) {
        if (isOpen() && position > end) {
            tell(offset, "an opcode reaches beyond its frame's end at " + end);
        }
        if (position >= end) {
            end = -1;
        }
    }

    void stop(long offset) {
        if (isOpen() && offset + 1 != end) {
            tell(offset, "the stream stops, but its frame goes on to " + Long.toUnsignedString(end));
        }
    }

    private void tell(long offset, String detail) {
        if (!told) {
            scope.find(Rule.PICKLE_FRAME, offset, detail);
            told = true;
        }
    }
}
