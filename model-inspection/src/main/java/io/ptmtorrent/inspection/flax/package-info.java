/** Flax's checkpoints, read forward; start at {@link io.ptmtorrent.inspection.flax.FlaxCheckpoint}. */
@NullMarked
package io.ptmtorrent.inspection.flax;

import org.jspecify.annotations.NullMarked;
