/** Archives and compressed streams, whatever they hold; start at {@link io.ptmtorrent.inspection.archive.EntryNames}. */
@NullMarked
package io.ptmtorrent.inspection.archive;

import org.jspecify.annotations.NullMarked;
