/** Tests of the wire format. */
@NullMarked
package io.ptmtorrent.normalizer.wire;

import org.jspecify.annotations.NullMarked;
