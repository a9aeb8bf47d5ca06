/** Figures of the papers and our own, counted over a snapshot of the topics. Start at {@link io.ptmtorrent.catalog.figures.Figures}. */
@NullMarked
package io.ptmtorrent.catalog.figures;

import org.jspecify.annotations.NullMarked;
