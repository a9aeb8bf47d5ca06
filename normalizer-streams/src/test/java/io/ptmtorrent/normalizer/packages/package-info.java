@NullMarked
package io.ptmtorrent.normalizer.packages;

import org.jspecify.annotations.NullMarked;
