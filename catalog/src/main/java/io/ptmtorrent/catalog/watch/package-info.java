/** Follows model updates; start at {@link io.ptmtorrent.catalog.watch.UpdateWatch}. */
@NullMarked
package io.ptmtorrent.catalog.watch;

import org.jspecify.annotations.NullMarked;
