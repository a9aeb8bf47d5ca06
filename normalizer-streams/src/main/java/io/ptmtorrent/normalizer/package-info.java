/** Observations in, models and updates out: the only memory of what is known of each model. Start at {@link io.ptmtorrent.normalizer.NormalizerTopology}. */
@NullMarked
package io.ptmtorrent.normalizer;

import org.jspecify.annotations.NullMarked;
