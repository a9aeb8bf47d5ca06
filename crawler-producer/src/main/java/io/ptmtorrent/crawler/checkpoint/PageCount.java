package io.ptmtorrent.crawler.checkpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a page adds to its run.
 *
 * @param listed rows, rejected ones among them
 * @param rejected rows and rests of pages that became dead letters
 * @param whole false where a part of the page could not be read
 * @param clock the hub's time when it gave the page; null where it did not say
 * @param version of the catalogue that the page is of; null where the hub has none
 */
public record PageCount(
        long listed,
        long rejected,
        boolean whole,
        @Nullable Instant clock,
        @Nullable String version) {}
