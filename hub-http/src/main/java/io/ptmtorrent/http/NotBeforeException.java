package io.ptmtorrent.http;

import java.io.IOException;
import java.time.Instant;

/**
 * A host may not be asked before a time that lies further away than this client waits.
 *
 * <p>Stands for a 429 and its like, and for a request that was not sent because the quota is spent. The caller decides:
 * wait, or answer DEFERRED.
 */
public sealed class NotBeforeException extends IOException permits HostDownException {
    private static final long serialVersionUID = 1L;

    private final String host;
    private final Instant notBefore;

    NotBeforeException(String host, Instant notBefore, String why) {
        super(host + " may not be asked before " + notBefore + ": " + why);
        this.host = host;
        this.notBefore = notBefore;
    }

    /** The canonical host. */
    public String host() {
        return host;
    }

    /** When a request may work; earlier ones would only end here again. */
    public Instant notBefore() {
        return notBefore;
    }
}
