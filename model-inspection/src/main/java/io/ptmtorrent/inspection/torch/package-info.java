/** PyTorch's zip files: a pickle, the tensors' bytes, sometimes a program; start at {@link io.ptmtorrent.inspection.torch.TorchZip}. */
@NullMarked
package io.ptmtorrent.inspection.torch;

import org.jspecify.annotations.NullMarked;
