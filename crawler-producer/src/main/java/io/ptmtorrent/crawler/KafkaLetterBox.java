package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.crawler.wire.Letters;
import io.ptmtorrent.crawler.wire.WireValues;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The dead letters' topic, for requests that cannot be used. For one thread. */
final class KafkaLetterBox implements LetterBox, AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final Topic<DeadLetter> topic;
    private final Clock clock;
    private final WireValues values;
    private final Producer<String, byte[]> producer;

    KafkaLetterBox(KafkaSettings settings, Clock clock) {
        this.topic = settings.topics().deadLetters();
        this.clock = clock;
        this.values = new WireValues(settings);
        this.producer = new KafkaProducer<>(settings.producer(), new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void write(ConsumerRecord<String, byte[]> entry, DeadLetterReason reason, String message) {
        byte[] value = values.of(topic, Letters.about(entry, reason, message, clock.instant()));
        try {
            producer.send(new ProducerRecord<>(topic.name(), entry.key(), value))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("a dead letter was not written: " + e.getMessage(), e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
        values.close();
    }
}
