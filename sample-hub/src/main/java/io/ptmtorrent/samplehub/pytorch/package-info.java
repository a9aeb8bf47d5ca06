/** A synthetic PyTorch Hub; start at {@link io.ptmtorrent.samplehub.pytorch.SampleTorchHub}. */
@NullMarked
package io.ptmtorrent.samplehub.pytorch;

import org.jspecify.annotations.NullMarked;
