/** HDF5, its structure walked over by position; start at {@link io.ptmtorrent.inspection.hdf5.Hdf5File}. */
@NullMarked
package io.ptmtorrent.inspection.hdf5;

import org.jspecify.annotations.NullMarked;
