/** Safetensors, to the letter of the reference implementation; start at {@link io.ptmtorrent.inspection.safetensors.SafetensorsFile}. */
@NullMarked
package io.ptmtorrent.inspection.safetensors;

import org.jspecify.annotations.NullMarked;
