package io.ptmtorrent.crawler.hub;

import java.nio.ByteBuffer;

/** What became of asking for a page of the list of a model's files. */
public sealed interface FilePage permits FilePage.Listed, FilePage.Unreadable, Lookup.Gone, Lookup.Refused {
    /** What was asked, without secrets; of a renamed model where it led. */
    String url();

    /**
     * The hub answered with a page.
     *
     * @param body its exact bytes, at most {@link HubRow#MAX_BYTES}: a list in the hub's own form, whole, its entries
     *     not looked at; not changed by anyone
     * @param next where the list goes on
     */
    record Listed(String url, ByteBuffer body, HubPage.Next next) implements FilePage {}

    /**
     * The hub answered with something that is no page: of reason BAD_DETAILS it may be one when asked again, of reason
     * TOO_LARGE it is the page, and no observation holds it.
     */
    record Unreadable(String url, HubReject reject) implements FilePage {}
}
