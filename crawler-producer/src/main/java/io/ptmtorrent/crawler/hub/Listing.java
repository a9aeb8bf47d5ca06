package io.ptmtorrent.crawler.hub;

import io.ptmtorrent.avro.CrawlMode;
import org.jspecify.annotations.Nullable;

/**
 * Which listing of a hub is read.
 *
 * @param mode FULL: all models in an order that does not move while paging; INCREMENTAL: the last changed first
 * @param filter the hub's own filter; null lists all
 * @param known version of the catalogue that was read before, for an increment: an unchanged one need not be read
 *     again; null where none is known, or all is wanted
 * @param pageSize rows wanted on a page, at least 1; a hub may give fewer
 */
public record Listing(
        CrawlMode mode, @Nullable String filter, @Nullable String known, int pageSize) {
    public Listing {
        if (mode == CrawlMode.UNKNOWN || pageSize < 1) {
            throw new IllegalArgumentException(
                    "listing: mode " + mode + " (FULL or INCREMENTAL), page size " + pageSize + " (at least 1)");
        }
    }
}
