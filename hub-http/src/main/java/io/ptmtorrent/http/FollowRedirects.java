package io.ptmtorrent.http;

/**
 * A request's tag: {@code request.tag(FollowRedirects.class, FollowRedirects.NEVER)} gives the first answer back as it is.
 *
 * <p>For whoever reads checksums off a redirect; {@link HubHttp#hops} gives such requests and follows them.
 */
public enum FollowRedirects {
    /** Follows a few hops of GET and HEAD: what happens without a tag too. */
    A_FEW,
    /** Gives a redirect back as the answer. */
    NEVER
}
