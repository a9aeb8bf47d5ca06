/** Bytes of unknown intent, forward or by position, in bounded memory; start at {@link io.ptmtorrent.inspection.bytes.ByteInput}. */
@NullMarked
package io.ptmtorrent.inspection.bytes;

import org.jspecify.annotations.NullMarked;
