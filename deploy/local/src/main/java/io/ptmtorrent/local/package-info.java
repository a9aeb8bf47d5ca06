/** The ptm command; start at {@link io.ptmtorrent.local.Ptm}. */
@NullMarked
package io.ptmtorrent.local;

import org.jspecify.annotations.NullMarked;
