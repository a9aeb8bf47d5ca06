package io.ptmtorrent.sink.fetch;

import java.io.IOException;

/** Ends the reading of bytes that have not the form of what was asked for; its message says why. */
final class WrongFormException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongFormException(String message) {
        super(message);
    }
}
