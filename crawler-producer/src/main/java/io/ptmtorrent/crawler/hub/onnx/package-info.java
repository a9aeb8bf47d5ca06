/** The ONNX Model Zoo; start at {@link io.ptmtorrent.crawler.hub.onnx.OnnxModelZoo}. */
@NullMarked
package io.ptmtorrent.crawler.hub.onnx;

import org.jspecify.annotations.NullMarked;
