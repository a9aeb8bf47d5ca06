/** Raw bytes of a hub to the common schema, one pure function a hub. Start at {@link io.ptmtorrent.normalizer.parse.Parsers}. */
@NullMarked
package io.ptmtorrent.normalizer.parse;

import org.jspecify.annotations.NullMarked;
