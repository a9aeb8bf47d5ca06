package io.ptmtorrent.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where Kafka and the schema registry are, and the user's own settings for them.
 *
 * @param bootstrapServers {@code host:port}, comma separated
 * @param registryUrl base URL of a registry that speaks Confluent's REST API
 * @param topics the topics' names and shapes
 * @param passThrough the user's settings for Kafka and registry clients (security, timeouts), given to every client;
 *     what this code must set to be right is set over them
 */
public record KafkaSettings(
        String bootstrapServers, String registryUrl, Topics topics, Map<String, String> passThrough) {
    private static final String CLIENTS = "kafka.";

    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap.servers: empty; give host:port[,host:port]");
        }
        if (!registryUrl.matches("https?://.+|mock://.+")) {
            throw new IllegalArgumentException(
                    "schema.registry.url: '" + registryUrl + "' is no http, https or mock URL");
        }
        passThrough = Map.copyOf(passThrough);
    }

    /**
     * Reads a service's settings: {@code bootstrap.servers}, {@code schema.registry.url}, {@code topic.prefix}
     * ({@code ptm.} by default), {@code topic.partitions} (48), and {@code kafka.*}, which every client gets without
     * {@code kafka.}; throws IllegalArgumentException naming key, value and what is allowed.
     */
    public static KafkaSettings from(Map<String, String> settings) {
        Map<String, String> clients = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(CLIENTS)) {
                clients.put(key.substring(CLIENTS.length()), value);
            }
        });
        return new KafkaSettings(
                settings.getOrDefault("bootstrap.servers", ""),
                settings.getOrDefault("schema.registry.url", ""),
                new Topics(
                        settings.getOrDefault("topic.prefix", "ptm."),
                        partitions(settings.getOrDefault("topic.partitions", "48"))),
                clients);
    }

    private static int partitions(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "topic.partitions: '" + text + "' is no number; 1 and more are allowed", e);
        }
    }

    /** Settings that every client gets. */
    public Properties common() {
        Properties properties = new Properties();
        properties.putAll(passThrough);
        properties.put("bootstrap.servers", bootstrapServers);
        return properties;
    }

    /** A consumer that sees committed records alone and says itself when it is done with them. */
    public Properties consumer() {
        Properties properties = common();
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        properties.put("allow.auto.create.topics", "false");
        return properties;
    }

    /** An idempotent producer that compresses; records up to the largest that any topic takes. */
    public Properties producer() {
        Properties properties = common();
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        properties.put("compression.type", "zstd");
        properties.put("linger.ms", "20");
        properties.put("batch.size", "262144");
        properties.put("max.request.size", Integer.toString(maxRequestBytes()));
        return properties;
    }

    /** The size limit that producers need for the largest topic. */
    public int maxRequestBytes() {
        return topics.all().stream()
                .mapToInt(topic -> Integer.parseInt(topic.config().get("max.message.bytes")))
                .max()
                .orElseThrow();
    }

    /** What the Confluent serdes get: nothing is registered by a service, records come back as generated classes. */
    public Map<String, Object> serde() {
        Map<String, Object> config = new HashMap<>(passThrough);
        config.put("schema.registry.url", registryUrl);
        config.put("auto.register.schemas", "false");
        config.put("avro.remove.java.properties", "true");
        config.put("specific.avro.reader", "true");
        return config;
    }
}
