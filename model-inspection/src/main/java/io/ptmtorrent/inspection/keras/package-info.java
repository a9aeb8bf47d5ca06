/** Keras models in a zip or in HDF5: what their settings would make a loader run; start at {@link io.ptmtorrent.inspection.keras.KerasConfig}. */
@NullMarked
package io.ptmtorrent.inspection.keras;

import org.jspecify.annotations.NullMarked;
