package io.ptmtorrent.sink.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The store could not do what it was asked for; it may work later. Told apart from what the network does. */
public class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static StoreException about(String what, IOException cause) {
        return new StoreException("could not " + what + ": " + cause, cause);
    }
}
