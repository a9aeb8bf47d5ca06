/** Who waits for a hub's answer about a model, and who may ask now. Start at {@link io.ptmtorrent.normalizer.waits.DetailRequests}. */
@NullMarked
package io.ptmtorrent.normalizer.waits;

import org.jspecify.annotations.NullMarked;
