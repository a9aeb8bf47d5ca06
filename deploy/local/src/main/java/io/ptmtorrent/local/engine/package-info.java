/** Broker and registry, the folder's own or a cluster's; start at {@link io.ptmtorrent.local.engine.KafkaAccess}. */
@NullMarked
package io.ptmtorrent.local.engine;

import org.jspecify.annotations.NullMarked;
