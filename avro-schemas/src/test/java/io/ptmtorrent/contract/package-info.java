/** Tests of the contract. Start at {@link io.ptmtorrent.contract.SchemasTest}. */
@NullMarked
package io.ptmtorrent.contract;

import org.jspecify.annotations.NullMarked;
