/** Models of skops, a zip with a schema that names Python's types; start at {@link io.ptmtorrent.inspection.skops.SkopsZip}. */
@NullMarked
package io.ptmtorrent.inspection.skops;

import org.jspecify.annotations.NullMarked;
