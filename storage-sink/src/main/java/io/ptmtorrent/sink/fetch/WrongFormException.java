package io.ptmtorrent.sink.fetch;

import java.io.IOException;

/** Ends the reading of bytes that are no archive; its message says why. */
final class NotAnArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    NotAnArchiveException(String message) {
        super(message);
    }
}
