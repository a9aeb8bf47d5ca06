/** Records to bytes and back in the Confluent wire format, encoded once. Start at {@link io.ptmtorrent.normalizer.wire.RegistrySchemas}. */
@NullMarked
package io.ptmtorrent.normalizer.wire;

import org.jspecify.annotations.NullMarked;
