/** Stored reports, judged again by other rules. Start at {@link io.ptmtorrent.local.rejudge.Rejudging}. */
@NullMarked
package io.ptmtorrent.local.rejudge;

import org.jspecify.annotations.NullMarked;
