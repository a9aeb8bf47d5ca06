/** Answers every request for an object: fetched, verified, stored, or why not; start at {@link io.ptmtorrent.sink.Sink}. */
@NullMarked
package io.ptmtorrent.sink;

import org.jspecify.annotations.NullMarked;
