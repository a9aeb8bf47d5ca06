/** What the tables hold and what follows from them; start at {@code TablesTest}. */
@NullMarked
package io.ptmtorrent.normalizer.enrich;

import org.jspecify.annotations.NullMarked;
