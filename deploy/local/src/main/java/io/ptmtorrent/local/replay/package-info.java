/** Records that could not be used, sent round again. Start at {@link io.ptmtorrent.local.replay.LetterReplay}. */
@NullMarked
package io.ptmtorrent.local.replay;

import org.jspecify.annotations.NullMarked;
