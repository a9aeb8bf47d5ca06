package io.ptmtorrent.crawler.hub;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One model hub: how its listing is paged and how one model is looked up.
 *
 * <p>A hub keeps nothing between calls but what can never change, such as a repository's files at a commit, within a
 * bound; it knows neither Kafka nor other hubs. So a run can go on in any process from a saved {@link Cursor}. For any number of threads. What may work later is an {@link IOException}; what never works
 * is a value. An interrupt ends a call with an {@link java.io.InterruptedIOException}.
 */
public interface Hub {
    /** Name in keys, topics and options: lower case, without a slash. */
    String name();

    /** Where a listing begins. */
    Cursor first(Listing listing);

    /** Reads the page at {@code cursor}. */
    HubPage page(Cursor cursor) throws IOException;

    /**
     * Asks for one model what a listing says of it.
     *
     * @param stableId the model's identity as it was seen
     * @param id its path at the hub as last seen; hostile, it comes from the hub
     */
    Lookup lookup(String stableId, String id) throws IOException;

    /**
     * Asks for a page of the list of a model's files.
     *
     * @param id its path at the hub as last seen; hostile, it comes from the hub
     * @param revision the commit asked about, as the hub wrote it; hostile too
     * @param cursor what the page before named; null for the first page
     */
    FilePage files(String id, String revision, @Nullable Cursor cursor) throws IOException;
}
