/** A synthetic GitHub on loopback, with real git objects; start at {@link io.ptmtorrent.samplehub.git.SampleGitHub}. */
@NullMarked
package io.ptmtorrent.samplehub.git;

import org.jspecify.annotations.NullMarked;
