/** Reports for people and for programs; start at {@link io.ptmtorrent.inspection.print.ReportText}. */
@NullMarked
package io.ptmtorrent.inspection.print;

import org.jspecify.annotations.NullMarked;
