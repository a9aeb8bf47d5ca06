package io.ptmtorrent.normalizer.ledger;

/**
 * A request under way.
 *
 * @param source which of the row's sources was asked
 * @param pool whose credit it holds
 * @param deadline when it is sent again, milliseconds since the epoch
 */
record Asked(int source, Pool pool, long deadline) {}
