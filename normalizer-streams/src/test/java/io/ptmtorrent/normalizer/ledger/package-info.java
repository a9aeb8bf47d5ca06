/** Tests of the ledger. Start at {@link io.ptmtorrent.normalizer.ledger.LedgerRoom}. */
@NullMarked
package io.ptmtorrent.normalizer.ledger;

import org.jspecify.annotations.NullMarked;
