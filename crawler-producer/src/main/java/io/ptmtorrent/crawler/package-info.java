/** Asks the hubs and writes observations: the left end of the data's way; read {@link io.ptmtorrent.crawler.CrawlLoop} first. */
@NullMarked
package io.ptmtorrent.crawler;

import org.jspecify.annotations.NullMarked;
