/** Tests of the topology. */
@NullMarked
package io.ptmtorrent.normalizer;

import org.jspecify.annotations.NullMarked;
