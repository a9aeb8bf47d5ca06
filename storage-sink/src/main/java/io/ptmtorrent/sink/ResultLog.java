package io.ptmtorrent.sink;

import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes results and dead letters; each call returns once the brokers have acknowledged.
 *
 * <p>What is not written is a {@link KafkaException}. For any number of threads.
 */
final class ResultLog implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final Topic<ArtifactResult> results;
    private final Topic<DeadLetter> letters;
    private final Producer<String, byte[]> producer;
    private final Serializer<ArtifactResult> resultValues;
    private final Serializer<DeadLetter> letterValues;
    private final ReentrantLock serializing = new ReentrantLock();

    ResultLog(KafkaSettings settings) {
        this.results = settings.topics().artifactResults();
        this.letters = settings.topics().deadLetters();
        this.resultValues = RecordSerdes.serializer(settings, results);
        this.letterValues = RecordSerdes.serializer(settings, letters);
        Properties properties = settings.producer();
        // A file waits for its own result: what lingers holds it up.
        properties.put("linger.ms", "5");
        properties.putIfAbsent("client.id", settings.topics().prefix() + "sink-results");
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    void write(String key, ArtifactResult result) throws InterruptedException {
        send(results, key, bytes(results, resultValues, result));
    }

    void write(String key, DeadLetter letter) throws InterruptedException {
        send(letters, key, bytes(letters, letterValues, letter));
    }

    private <V extends SpecificRecord> byte[] bytes(Topic<V> topic, Serializer<V> serializer, V value) {
        serializing.lock();
        try {
            byte[] bytes = serializer.serialize(topic.name(), value);
            if (bytes.length > topic.maxBytes()) {
                throw new RecordTooLargeException("a record of " + bytes.length + " bytes for " + topic.name()
                        + ", which takes " + topic.maxBytes());
            }
            return bytes;
        } finally {
            serializing.unlock();
        }
    }

    private void send(Topic<?> topic, String key, byte[] value) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
        } catch (InterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while it writes to " + topic.name());
        } catch (ExecutionException e) {
            throw new KafkaException("not written to " + topic.name() + ": " + e.getMessage(), e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
        resultValues.close();
        letterValues.close();
    }
}
