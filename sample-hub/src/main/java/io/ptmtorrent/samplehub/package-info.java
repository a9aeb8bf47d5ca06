/**
 * A synthetic Hugging Face on loopback: seeded, faulty on request, with a clock that can be moved; start at {@link
 * io.ptmtorrent.samplehub.SampleHub}.
 */
@NullMarked
package io.ptmtorrent.samplehub;

import org.jspecify.annotations.NullMarked;
