/** Programs among the files; start at {@link io.ptmtorrent.inspection.executable.Executables}. */
@NullMarked
package io.ptmtorrent.inspection.executable;

import org.jspecify.annotations.NullMarked;
