package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.DeadLetterReason;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records that cannot be used. */
interface LetterBox {
    /** Returns when the brokers have the dead letter; throws a KafkaException where they do not take it. */
    void write(ConsumerRecord<String, byte[]> entry, DeadLetterReason reason, String message);
}
