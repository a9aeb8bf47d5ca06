/** Reads topics as a subscriber would: committed records alone; start at {@link io.ptmtorrent.catalog.read.TopicReader}. */
@NullMarked
package io.ptmtorrent.catalog.read;

import org.jspecify.annotations.NullMarked;
