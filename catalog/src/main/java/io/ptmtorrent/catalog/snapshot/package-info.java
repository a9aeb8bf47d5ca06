/** The live models of one moment, joined with what the other topics hold of them. Start at {@link io.ptmtorrent.catalog.snapshot.Snapshot}. */
@NullMarked
package io.ptmtorrent.catalog.snapshot;

import org.jspecify.annotations.NullMarked;
