/** The queue of wanted files: one row a request key, its sources, its waiters. Start at {@link io.ptmtorrent.normalizer.ledger.Ledger}. */
@NullMarked
package io.ptmtorrent.normalizer.ledger;

import org.jspecify.annotations.NullMarked;
