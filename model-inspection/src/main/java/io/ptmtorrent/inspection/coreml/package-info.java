/** Core ML's models, walked over as they lie on the wire; start at {@link io.ptmtorrent.inspection.coreml.CoreMlModel}. */
@NullMarked
package io.ptmtorrent.inspection.coreml;

import org.jspecify.annotations.NullMarked;
