/** ONNX, walked over as it lies on the wire; start at {@link io.ptmtorrent.inspection.onnx.OnnxModel}. */
@NullMarked
package io.ptmtorrent.inspection.onnx;

import org.jspecify.annotations.NullMarked;
