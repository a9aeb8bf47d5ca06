package io.ptmtorrent.inspection.bytes;

import java.io.IOException;

/**
 * The content ends, or contradicts itself, where something else must stand; what was read before still counts.
 *
 * <p>It stays inside the module: whoever starts a parser turns it into a finding. It has no stack trace, since it is an
 * answer and no fault of ours.
 */
public final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    /** How far the fault reaches. */
    public enum Kind {
        /** No reader could go on. */
        MALFORMED,
        /** Another reader could: encrypted, another method, or over a limit of ours. */
        UNSCANNABLE
    }

    private final Kind kind;
    private final long offset;

    private Broken(Kind kind, long offset, String message) {
        super(message);
        this.kind = kind;
        this.offset = offset;
    }

    /**
     * No reader could go on.
     *
     * @param offset bytes from the start of the part that was read
     */
    public static Broken malformed(long offset, String message) {
        return new Broken(Kind.MALFORMED, offset, message);
    }

    /**
     * We cannot go on.
     *
     * @param offset bytes from the start of the part that was read
     */
    public static Broken unscannable(long offset, String message) {
        return new Broken(Kind.UNSCANNABLE, offset, message);
    }

    public Kind kind() {
        return kind;
    }

    public long offset() {
        return offset;
    }

    /** The message, never null. */
    public String told() {
        return String.valueOf(getMessage());
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
