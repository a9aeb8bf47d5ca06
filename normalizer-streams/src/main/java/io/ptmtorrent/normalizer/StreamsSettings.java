package io.ptmtorrent.normalizer;

import io.ptmtorrent.contract.KafkaSettings;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams' settings, ours over the user's. */
final class StreamsSettings {
    /** A session is given up after three heartbeats that did not come. */
    private static final int HEARTBEATS = 3;

    /**
     * A commit sends what waits, many times a second; nobody sees a record before it. What a batch costs beyond its records
     * (a compressor on one side, a decompressor and an append on the other) is most of the broker's work.
     */
    private static final int NEVER_BEFORE_A_COMMIT = 1000;

    /** Some 250 models. A thread writes some twenty partitions at once, most of them a little, each into a buffer of this size. */
    private static final int BATCH_BYTES = 128 * 1024;

    /**
     * A producer keeps its buffers, as many as it ever needed at once: so this bounds what the heap holds after days. Twice
     * the largest record.
     */
    private static final int BUFFER_BYTES = 16 * 1024 * 1024;

    private StreamsSettings() {}

    /** Application id, also the consumer group and the prefix of internal topics. */
    static String applicationId(KafkaSettings kafka) {
        return kafka.topics().prefix() + "normalizer";
    }

    static Properties of(KafkaSettings kafka, NormalizerConfig config) {
        Properties settings = kafka.common();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(kafka));
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbys());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put("processing.exception.handler.global.enabled", true);
        consumer(settings, config);
        producer(settings, kafka);
        return settings;
    }

    private static void consumer(Properties settings, NormalizerConfig config) {
        int session = Math.toIntExact(config.sessionTimeout().toMillis());
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), session / HEARTBEATS);
    }

    /**
     * One producer a thread writes our topics and the changelogs, up to the largest record. In LZ4: a model goes out three
     * times (row, record, update), and zstd, which the observations have, took a third of the threads' time.
     */
    private static void producer(Properties settings, KafkaSettings kafka) {
        Properties producer = kafka.producer();
        String largest = producer.getProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), largest);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), NEVER_BEFORE_A_COMMIT);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), BUFFER_BYTES);
    }
}
