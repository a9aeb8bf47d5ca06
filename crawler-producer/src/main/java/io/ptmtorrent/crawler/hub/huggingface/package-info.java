/** The Hugging Face Hub; start at {@link io.ptmtorrent.crawler.hub.huggingface.HuggingFace}. */
@NullMarked
package io.ptmtorrent.crawler.hub.huggingface;

import org.jspecify.annotations.NullMarked;
