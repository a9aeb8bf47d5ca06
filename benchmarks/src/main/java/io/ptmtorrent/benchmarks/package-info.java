/** Measured figures, each beside a floor of the same run. Start at {@link io.ptmtorrent.benchmarks.ListingBenchmark}. */
@NullMarked
package io.ptmtorrent.benchmarks;

import org.jspecify.annotations.NullMarked;
