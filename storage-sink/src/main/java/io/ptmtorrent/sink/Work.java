package io.ptmtorrent.sink;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** One request that a slot has in hand: done once its answer is in Kafka. For the slot's thread. */
record Work(CompletableFuture<Void> answered) {
    /** Where a request lies: a renewed one comes back as another instance. */
    record Place(String topic, int partition, long offset) {
        static Place of(ConsumerRecord<?, ?> entry) {
            return new Place(entry.topic(), entry.partition(), entry.offset());
        }
    }

    /** Whether its answer is written; what kept it from being written is thrown, as a KafkaException. */
    boolean isDone() {
        try {
            return answered.isDone() && answered.join() == null;
        } catch (CompletionException e) {
            throw new KafkaException("a request stays unanswered: " + e.getCause(), e.getCause());
        }
    }
}
