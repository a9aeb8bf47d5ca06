/** What the crawl loop knows of a hub, and the list of all hubs; start at {@link io.ptmtorrent.crawler.hub.Hub}. */
@NullMarked
package io.ptmtorrent.crawler.hub;

import org.jspecify.annotations.NullMarked;
