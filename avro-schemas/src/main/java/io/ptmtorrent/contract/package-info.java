/** The contract between the services: topics, keys, records and how they are written. Start at {@link io.ptmtorrent.contract.Topics}. */
@NullMarked
package io.ptmtorrent.contract;

import org.jspecify.annotations.NullMarked;
