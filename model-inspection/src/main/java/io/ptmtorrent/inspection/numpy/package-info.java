/** NumPy's arrays in a file; start at {@link io.ptmtorrent.inspection.numpy.NumpyFile}. */
@NullMarked
package io.ptmtorrent.inspection.numpy;

import org.jspecify.annotations.NullMarked;
