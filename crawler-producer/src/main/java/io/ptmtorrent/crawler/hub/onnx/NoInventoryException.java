package io.ptmtorrent.crawler.hub.onnx;

import java.io.IOException;

/** The zoo's files at a commit are not to be had, today or later; those who answer for a commit make a value of it. */
final class NoInventoryException extends IOException {
    private static final long serialVersionUID = 1L;

    NoInventoryException(String reason) {
        super(reason);
    }
}
