package io.ptmtorrent.crawler.git;

import java.io.IOException;

/** Ends the reading of an archive that will be no better next time; its message says why. */
final class UnusableArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableArchiveException(String message) {
        super(message);
    }
}
