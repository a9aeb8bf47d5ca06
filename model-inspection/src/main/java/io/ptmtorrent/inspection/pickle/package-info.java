/** Python's pickle, all 68 opcodes, with symbols in place of objects; start at {@link io.ptmtorrent.inspection.pickle.Machine}. */
@NullMarked
package io.ptmtorrent.inspection.pickle;

import org.jspecify.annotations.NullMarked;
