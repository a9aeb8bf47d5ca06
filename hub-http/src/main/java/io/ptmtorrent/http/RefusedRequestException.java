package io.ptmtorrent.http;

import java.io.IOException;

/**
 * A request that this client will not send, today or later; it is never retried.
 *
 * <p>An IOException because it comes out of an HTTP call; those who answer for a URL turn it into a rejection.
 */
public final class RefusedRequestException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    RefusedRequestException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why a request was not sent. */
    public enum Reason {
        /** The host is or resolves to a loopback, private or otherwise reserved address that nothing allows. */
        PRIVATE_ADDRESS,
        /** The URL names a user. */
        USER_INFO,
        /** A redirect leads to something that is no http or https URL. */
        BAD_LOCATION,
        /** A redirect leads to a URL that the same call asked before. */
        REDIRECT_LOOP,
        /** More redirects in a row than the client follows. */
        TOO_MANY_REDIRECTS
    }
}
