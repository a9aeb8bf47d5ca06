package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlRequest;
import org.apache.kafka.common.TopicPartition;

/**
 * A request and where it lies, so that its offset is committed in the transaction that accepts it.
 *
 * @param offset of the request itself
 */
record Ask(CrawlRequest request, TopicPartition partition, long offset) {}
