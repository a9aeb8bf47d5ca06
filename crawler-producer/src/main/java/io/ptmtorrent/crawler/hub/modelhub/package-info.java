/** Modelhub.ai; start at {@link io.ptmtorrent.crawler.hub.modelhub.Modelhub}. */
@NullMarked
package io.ptmtorrent.crawler.hub.modelhub;

import org.jspecify.annotations.NullMarked;
