/** Tests of the parsers; the cases lie in the resources, a folder a hub. */
@NullMarked
package io.ptmtorrent.normalizer.parse;

import org.jspecify.annotations.NullMarked;
