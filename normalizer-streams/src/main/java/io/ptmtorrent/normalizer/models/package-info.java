/** What is held of each model, and what a change of it is. Start at {@link io.ptmtorrent.normalizer.models.ModelRow}. */
@NullMarked
package io.ptmtorrent.normalizer.models;

import org.jspecify.annotations.NullMarked;
