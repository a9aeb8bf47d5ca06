/** A synthetic Modelhub.ai; start at {@link io.ptmtorrent.samplehub.modelhub.SampleModelhub}. */
@NullMarked
package io.ptmtorrent.samplehub.modelhub;

import org.jspecify.annotations.NullMarked;
