/** ModelScope; start at {@link io.ptmtorrent.crawler.hub.modelscope.ModelScope}. */
@NullMarked
package io.ptmtorrent.crawler.hub.modelscope;

import org.jspecify.annotations.NullMarked;
