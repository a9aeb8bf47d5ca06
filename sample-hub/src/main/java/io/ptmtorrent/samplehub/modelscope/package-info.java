/** A synthetic ModelScope; start at {@link io.ptmtorrent.samplehub.modelscope.SampleModelScope}. */
@NullMarked
package io.ptmtorrent.samplehub.modelscope;

import org.jspecify.annotations.NullMarked;
