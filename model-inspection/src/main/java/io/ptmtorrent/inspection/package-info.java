/** Looks into model files: facts and dangers, nothing executed; start at {@link io.ptmtorrent.inspection.Inspector}. */
@NullMarked
package io.ptmtorrent.inspection;

import org.jspecify.annotations.NullMarked;
