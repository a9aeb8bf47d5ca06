/** Tests of the figures: definitions on models made by hand, and counting from scratch. */
@NullMarked
package io.ptmtorrent.catalog.figures;

import org.jspecify.annotations.NullMarked;
