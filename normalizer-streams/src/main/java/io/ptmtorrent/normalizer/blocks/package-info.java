/** What an operator forgot: models and bytes that are not to come back. Start at {@link io.ptmtorrent.normalizer.blocks.Blocks}. */
@NullMarked
package io.ptmtorrent.normalizer.blocks;

import org.jspecify.annotations.NullMarked;
