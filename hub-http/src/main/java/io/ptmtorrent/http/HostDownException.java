package io.ptmtorrent.http;

import java.time.Instant;

/**
 * A host did not answer time and again, and is left alone until it is probed; the request was not sent.
 *
 * <p>The time is ours, not the host's: whoever counts how long or how often something failed counts this too, so that a
 * dead host ends a run instead of holding it up.
 */
public final class HostDownException extends NotBeforeException {
    private static final long serialVersionUID = 1L;

    HostDownException(String host, Instant notBefore) {
        super(host, notBefore, "it failed " + Circuit.MOST_FAILURES + " times in a row or more");
    }
}
