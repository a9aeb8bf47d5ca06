/** What may be found, how bad that is, and the record it goes into; start at {@link io.ptmtorrent.inspection.judge.Scope}. */
@NullMarked
package io.ptmtorrent.inspection.judge;

import org.jspecify.annotations.NullMarked;
