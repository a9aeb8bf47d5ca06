package io.ptmtorrent.local.replay;

import io.ptmtorrent.contract.KafkaSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes copies of records behind them, of each original one. For one thread. */
final class Copies implements AutoCloseable {
    private static final int FLUSH_AT = 1_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Set<String> origins = new HashSet<>();
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    Copies(KafkaSettings kafka) {
        producer = new KafkaProducer<>(kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Writes a copy to the record's own topic and partition; false where another copy of the same original was written.
     *
     * @throws IOException when Kafka refused one
     */
    boolean write(ConsumerRecord<byte[], byte[]> record) throws IOException, InterruptedException {
        String origin = origin(record);
        if (!origins.add(origin)) {
            return false;
        }
        Headers headers = new RecordHeaders(record.headers().toArray());
        headers.remove(LetterReplay.ORIGIN).add(LetterReplay.ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
        sent.add(producer.send(
                new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value(), headers)));
        if (sent.size() == FLUSH_AT) {
            flush();
        }
        return true;
    }

    /** Returns when Kafka has all of them. */
    void flush() throws IOException, InterruptedException {
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IOException("Kafka did not take a record again: " + e.getMessage(), e.getCause());
            }
        }
        sent.clear();
    }

    private static String origin(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(LetterReplay.ORIGIN);
        return header == null
                ? record.topic() + "/" + record.partition() + "/" + record.offset()
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
