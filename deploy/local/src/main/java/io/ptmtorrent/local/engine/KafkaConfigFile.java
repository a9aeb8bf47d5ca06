package io.ptmtorrent.local.engine;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The user's own settings for Kafka, from a properties file.
 *
 * @param broker settings of the broker in this process: the file's keys that start {@code broker.}, without that
 * @param clients all other keys: for every Kafka and registry client and for the services
 */
public record KafkaConfigFile(Map<String, String> broker, Map<String, String> clients) {
    private static final String BROKER = "broker.";

    public KafkaConfigFile {
        broker = Map.copyOf(broker);
        clients = Map.copyOf(clients);
    }

    /** No settings. */
    public static KafkaConfigFile none() {
        return new KafkaConfigFile(Map.of(), Map.of());
    }

    /** Reads {@code file}, null for none; throws IllegalArgumentException naming a file that cannot be read. */
    public static KafkaConfigFile read(@Nullable Path file) {
        if (file == null) {
            return none();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--kafka-config: '" + file + "' is no readable properties file (" + e + ")", e);
        }
        return split(properties);
    }

    /** With another setting of the services. */
    public KafkaConfigFile with(String key, String value) {
        Map<String, String> more = new TreeMap<>(clients);
        more.put(key, value);
        return new KafkaConfigFile(broker, more);
    }

    private static KafkaConfigFile split(Properties properties) {
        Map<String, String> broker = new TreeMap<>();
        Map<String, String> clients = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            String value = properties.getProperty(key).strip();
            if (key.startsWith(BROKER)) {
                broker.put(key.substring(BROKER.length()), value);
            } else {
                clients.put(key, value);
            }
        }
        return new KafkaConfigFile(broker, clients);
    }
}
