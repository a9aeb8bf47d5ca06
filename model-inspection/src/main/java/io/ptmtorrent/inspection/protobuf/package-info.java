/** Protocol buffers without schemas, walked over in bounded memory; start at {@link io.ptmtorrent.inspection.protobuf.Wire}. */
@NullMarked
package io.ptmtorrent.inspection.protobuf;

import org.jspecify.annotations.NullMarked;
