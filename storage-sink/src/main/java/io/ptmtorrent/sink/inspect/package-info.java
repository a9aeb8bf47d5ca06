/** Has every file looked into while it comes; start at {@link io.ptmtorrent.sink.inspect.Inspections}. */
@NullMarked
package io.ptmtorrent.sink.inspect;

import org.jspecify.annotations.NullMarked;
