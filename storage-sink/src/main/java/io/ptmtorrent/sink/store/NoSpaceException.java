package io.ptmtorrent.sink.store;

import org.jspecify.annotations.Nullable;

/** There is no room for these bytes now: the disk is full, or what must stay free would not. */
public final class NoSpaceException extends StoreException {
    private static final long serialVersionUID = 1L;

    public NoSpaceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
