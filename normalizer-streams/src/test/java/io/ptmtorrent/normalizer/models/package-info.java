/** Tests of what is held of a model. */
@NullMarked
package io.ptmtorrent.normalizer.models;

import org.jspecify.annotations.NullMarked;
