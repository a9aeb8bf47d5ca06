/** All wanted files of a model's revision: opened, counted, closed, complete. Start at {@link io.ptmtorrent.normalizer.packages.Packages}. */
@NullMarked
package io.ptmtorrent.normalizer.packages;

import org.jspecify.annotations.NullMarked;
