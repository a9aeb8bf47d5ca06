/** Models that a complete run did not list: found, asked for, waited for. Start at {@link io.ptmtorrent.normalizer.absence.AbsenceScan}. */
@NullMarked
package io.ptmtorrent.normalizer.absence;

import org.jspecify.annotations.NullMarked;
