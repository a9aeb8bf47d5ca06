package io.ptmtorrent.http;

/**
 * A request's tag: {@code request.tag(FollowRedirects.class, FollowRedirects.NEVER)} gives the first answer back as it is.
 *
 * <p>For whoever reads checksums off a redirect; the answer's own {@code Location} goes through {@link Endpoints#resolve}.
 */
public enum FollowRedirects {
    /** Follows a few hops of GET and HEAD: what happens without a tag too. */
    A_FEW,
    /** Gives a redirect back as the answer. */
    NEVER
}
