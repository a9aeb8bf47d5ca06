/** GGUF, with every limit that llama.cpp holds it to; start at {@link io.ptmtorrent.inspection.gguf.GgufFile}. */
@NullMarked
package io.ptmtorrent.inspection.gguf;

import org.jspecify.annotations.NullMarked;
