/** One run of the whole pipeline in this JVM; start at {@link io.ptmtorrent.local.run.LocalRun}. */
@NullMarked
package io.ptmtorrent.local.run;

import org.jspecify.annotations.NullMarked;
