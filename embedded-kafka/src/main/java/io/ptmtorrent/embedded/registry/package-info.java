/** A small schema registry for {@code ptm local} and tests: start at {@link LocalRegistry}. */
@NullMarked
package io.ptmtorrent.embedded.registry;

import org.jspecify.annotations.NullMarked;
