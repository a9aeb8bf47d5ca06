package io.ptmtorrent.normalizer;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Where an observation lies: topic, partition, offset. */
record Position(String topic, int partition, long offset) {
    static Position of(RecordMetadata metadata) {
        return new Position(metadata.topic(), metadata.partition(), metadata.offset());
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
