/** TensorFlow's saved models and TensorFlow Lite; start at {@link io.ptmtorrent.inspection.tensorflow.SavedModel}. */
@NullMarked
package io.ptmtorrent.inspection.tensorflow;

import org.jspecify.annotations.NullMarked;
