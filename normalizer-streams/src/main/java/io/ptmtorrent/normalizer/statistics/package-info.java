/** Invertible counters of each task, and their names on the topic. Start at {@link io.ptmtorrent.normalizer.statistics.Statistics}. */
@NullMarked
package io.ptmtorrent.normalizer.statistics;

import org.jspecify.annotations.NullMarked;
