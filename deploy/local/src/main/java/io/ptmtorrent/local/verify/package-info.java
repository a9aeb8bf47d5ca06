/** What the store holds, read again and compared with what the topics say. Start at {@link io.ptmtorrent.local.verify.Verifying}. */
@NullMarked
package io.ptmtorrent.local.verify;

import org.jspecify.annotations.NullMarked;
