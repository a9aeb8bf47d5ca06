/** Records as they go to Kafka, made from what hubs said; start at {@link io.ptmtorrent.crawler.wire.Observations}. */
@NullMarked
package io.ptmtorrent.crawler.wire;

import org.jspecify.annotations.NullMarked;
