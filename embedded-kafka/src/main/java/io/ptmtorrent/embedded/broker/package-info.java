/** A Kafka broker inside this process, for {@code ptm local} and tests: start at {@link LocalBroker}. */
@NullMarked
package io.ptmtorrent.embedded.broker;

import org.jspecify.annotations.NullMarked;
