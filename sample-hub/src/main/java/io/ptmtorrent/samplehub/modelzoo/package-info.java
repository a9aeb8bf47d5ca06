/** A synthetic modelzoo.co; start at {@link io.ptmtorrent.samplehub.modelzoo.SampleModelzoo}. */
@NullMarked
package io.ptmtorrent.samplehub.modelzoo;

import org.jspecify.annotations.NullMarked;
