/** Foreign text, parsed and never rendered; start at {@link io.ptmtorrent.inspection.text.CodeHints}. */
@NullMarked
package io.ptmtorrent.inspection.text;

import org.jspecify.annotations.NullMarked;
