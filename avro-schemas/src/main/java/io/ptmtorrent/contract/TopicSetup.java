package io.ptmtorrent.contract;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes and checks what the services need in a cluster: topics, group settings, schemas.
 *
 * <p>Making is idempotent. It changes settings that differ, and never the partitions of a topic that exists: a model
 * would move to another task. Not for use by several threads.
 */
public final class TopicSetup implements AutoCloseable {
    private static final String FULL_TRANSITIVE = "FULL_TRANSITIVE";
    private static final int TIMEOUT_SECONDS = 60;

    private final Topics topics;
    private final short replication;
    private final Map<String, Map<String, String>> groups;
    private final Admin admin;
    private final SchemaRegistryClient registry;

    /**
     * One thing that is not as it should be.
     *
     * @param where the topic, group or subject
     * @param what the setting
     * @param expected what it should be
     * @param actual what it is
     */
    public record Difference(String where, String what, String expected, String actual) {}

    /**
     * Connects lazily; nothing is asked before {@link #make} or {@link #differences}.
     *
     * @param replication copies of each partition; -1 takes the brokers' default
     * @param groups settings by group name, for example of share groups
     */
    public TopicSetup(KafkaSettings settings, short replication, Map<String, Map<String, String>> groups) {
        this.topics = settings.topics();
        this.replication = replication;
        this.groups = new TreeMap<>(groups);
        this.admin = Admin.create(settings.common());
        this.registry = new CachedSchemaRegistryClient(settings.registryUrl(), 1000, settings.serde());
    }

    /**
     * Makes what is missing, sets what differs, and waits until the brokers know every topic: a producer may lose its
     * first batch on a topic that is just being made (KAFKA-15591).
     *
     * @throws IOException when Kafka or the registry cannot be reached, or refuses
     * @throws IllegalStateException when an existing topic has another number of partitions
     */
    public void make() throws IOException, InterruptedException {
        createMissingTopics();
        refuseOtherPartitions();
        setDifferentConfigs();
        registerSchemas();
    }

    /** What is not as it should be; empty when all is well. Changes nothing. */
    public List<Difference> differences() throws IOException, InterruptedException {
        List<Difference> found = new ArrayList<>();
        Map<String, TopicDescription> existing = describe();
        for (Topic<?> topic : topics.all()) {
            TopicDescription description = existing.get(topic.name());
            if (description == null) {
                found.add(new Difference(topic.name(), "topic", "exists", "missing"));
            } else {
                comparePartitions(topic, description).ifPresent(found::add);
                found.addAll(compare(topicResource(topic.name()), topic.config()));
            }
            compareSchema(topic).ifPresent(found::add);
        }
        for (var group : groups.entrySet()) {
            found.addAll(compare(groupResource(group.getKey()), group.getValue()));
        }
        return found;
    }

    private void createMissingTopics() throws IOException, InterruptedException {
        Map<String, TopicDescription> existing = describe();
        List<NewTopic> missing = topics.all().stream()
                .filter(topic -> !existing.containsKey(topic.name()))
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), replication).configs(topic.config()))
                .toList();
        for (var made : admin.createTopics(missing).values().entrySet()) {
            try {
                await(made.getValue(), "create topic " + made.getKey());
            } catch (IOException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        awaitLeaders();
    }

    private void awaitLeaders() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!allLed(describe())) {
            if (System.nanoTime() > deadline) {
                throw new IOException("topics have no leaders after " + TIMEOUT_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private boolean allLed(Map<String, TopicDescription> existing) {
        return topics.all().stream()
                .allMatch(topic -> existing.containsKey(topic.name())
                        && existing.get(topic.name()).partitions().stream()
                                .allMatch(partition -> partition.leader() != null));
    }

    private void refuseOtherPartitions() throws IOException, InterruptedException {
        Map<String, TopicDescription> existing = describe();
        for (Topic<?> topic : topics.all()) {
            Optional<Difference> difference =
                    comparePartitions(topic, Objects.requireNonNull(existing.get(topic.name())));
            if (difference.isPresent()) {
                throw new IllegalStateException(
                        topic.name() + " has " + difference.get().actual()
                                + " partitions, not " + topic.partitions()
                                + ": its number is never changed. Give --partitions "
                                + difference.get().actual()
                                + ", or another prefix");
            }
        }
    }

    private void setDifferentConfigs() throws IOException, InterruptedException {
        for (Topic<?> topic : topics.all()) {
            set(topicResource(topic.name()), topic.config());
        }
        for (var group : groups.entrySet()) {
            set(groupResource(group.getKey()), group.getValue());
        }
    }

    private void set(ConfigResource resource, Map<String, String> wanted) throws IOException, InterruptedException {
        Collection<AlterConfigOp> changes = compare(resource, wanted).stream()
                .map(it -> new AlterConfigOp(new ConfigEntry(it.what(), it.expected()), AlterConfigOp.OpType.SET))
                .toList();
        if (!changes.isEmpty()) {
            await(admin.incrementalAlterConfigs(Map.of(resource, changes)).all(), "configure " + resource.name());
        }
    }

    private void registerSchemas() throws IOException {
        for (Topic<?> topic : topics.all()) {
            try {
                registry.updateCompatibility(topic.subject(), FULL_TRANSITIVE);
                registry.register(topic.subject(), new AvroSchema(topic.valueSchema()));
            } catch (RestClientException e) {
                throw new IOException("schema registry refuses subject " + topic.subject() + ": " + e.getMessage(), e);
            }
        }
    }

    private Optional<Difference> comparePartitions(Topic<?> topic, TopicDescription description) {
        int actual = description.partitions().size();
        return actual == topic.partitions() || (topic.growable() && actual > topic.partitions())
                ? Optional.empty()
                : Optional.of(new Difference(
                        topic.name(), "partitions", Integer.toString(topic.partitions()), Integer.toString(actual)));
    }

    private List<Difference> compare(ConfigResource resource, Map<String, String> wanted)
            throws IOException, InterruptedException {
        Config actual = Objects.requireNonNull(
                await(admin.describeConfigs(List.of(resource)).all(), "read the settings of " + resource.name())
                        .get(resource));
        List<Difference> found = new ArrayList<>();
        wanted.forEach((key, value) -> {
            ConfigEntry entry = actual.get(key);
            String is = entry == null || entry.value() == null ? "" : entry.value();
            if (!is.equals(value)) {
                found.add(new Difference(resource.name(), key, value, is));
            }
        });
        return found;
    }

    private Optional<Difference> compareSchema(Topic<?> topic) throws IOException {
        try {
            registry.getId(topic.subject(), new AvroSchema(topic.valueSchema()));
            return Optional.empty();
        } catch (RestClientException e) {
            if (e.getStatus() != 404) {
                throw new IOException("schema registry, subject " + topic.subject() + ": " + e.getMessage(), e);
            }
            return Optional.of(new Difference(topic.subject(), "schema", "registered", "missing"));
        }
    }

    private Map<String, TopicDescription> describe() throws IOException, InterruptedException {
        var names = await(admin.listTopics().names(), "list the topics");
        List<String> ours =
                topics.all().stream().map(Topic::name).filter(names::contains).toList();
        return await(admin.describeTopics(ours).allTopicNames(), "describe the topics");
    }

    private static ConfigResource topicResource(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    private static ConfigResource groupResource(String name) {
        return new ConfigResource(ConfigResource.Type.GROUP, name);
    }

    private static <T> T await(KafkaFuture<T> future, String what) throws IOException, InterruptedException {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("could not " + what + ": " + e.getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("could not " + what + " within " + TIMEOUT_SECONDS + " s", e);
        }
    }

    @Override
    public void close() {
        admin.close();
        try {
            registry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
