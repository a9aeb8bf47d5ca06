/** Where objects stand: written whole, verified, then visible; start at {@link io.ptmtorrent.sink.store.ObjectStore}. */
@NullMarked
package io.ptmtorrent.sink.store;

import org.jspecify.annotations.NullMarked;
