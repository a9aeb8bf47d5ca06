/** Bytes from a host into the store, verified before they are seen; start at {@link io.ptmtorrent.sink.fetch.ArtifactFetcher}. */
@NullMarked
package io.ptmtorrent.sink.fetch;

import org.jspecify.annotations.NullMarked;
