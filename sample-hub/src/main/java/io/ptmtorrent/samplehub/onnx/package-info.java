/** A synthetic ONNX Model Zoo; start at {@link io.ptmtorrent.samplehub.onnx.SampleZoo}. */
@NullMarked
package io.ptmtorrent.samplehub.onnx;

import org.jspecify.annotations.NullMarked;
