/** Derives what a source does not say in so many words: pure functions over values that a parser has; start at {@code Licensing}. */
@NullMarked
package io.ptmtorrent.normalizer.enrich;

import org.jspecify.annotations.NullMarked;
