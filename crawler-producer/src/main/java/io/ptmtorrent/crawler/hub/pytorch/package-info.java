/** PyTorch Hub; start at {@link io.ptmtorrent.crawler.hub.pytorch.PyTorchHub}. */
@NullMarked
package io.ptmtorrent.crawler.hub.pytorch;

import org.jspecify.annotations.NullMarked;
