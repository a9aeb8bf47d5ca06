/** The data folder of ptm local: who holds it, what lies in it; start at {@link io.ptmtorrent.local.folder.DataFolder}. */
@NullMarked
package io.ptmtorrent.local.folder;

import org.jspecify.annotations.NullMarked;
