/**
 * The data set in the shape of PTMTorrent's 2023 schemas; start at {@link
 * io.ptmtorrent.catalog.export.ptmtorrent.PtmTorrentExport}.
 */
@NullMarked
package io.ptmtorrent.catalog.export.ptmtorrent;

import org.jspecify.annotations.NullMarked;
