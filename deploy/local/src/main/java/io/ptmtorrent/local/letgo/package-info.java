/** What an operator lets go of: models, bytes, and what nothing refers to. Start at {@link io.ptmtorrent.local.letgo.Forgetting}. */
@NullMarked
package io.ptmtorrent.local.letgo;

import org.jspecify.annotations.NullMarked;
