/** modelzoo.co; start at {@link io.ptmtorrent.crawler.hub.modelzoo.Modelzoo}. */
@NullMarked
package io.ptmtorrent.crawler.hub.modelzoo;

import org.jspecify.annotations.NullMarked;
