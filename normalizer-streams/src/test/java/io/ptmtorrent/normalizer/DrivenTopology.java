package io.ptmtorrent.normalizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.Block;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.avro.Statistic;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.normalizer.wire.RegistrySchemas;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;

/** The topology in the test driver, with the genuine serdes on a registry in memory; every output can be read. */
final class DrivenTopology implements AutoCloseable {
    final KafkaSettings kafka;
    final Topology topology;
    final TopologyTestDriver driver;
    private final RegistrySchemas schemas;
    private final TestInputTopic<String, byte[]> input;
    private final Serializer<Observation> serializer;
    private final TestOutputTopic<String, Model> models;
    private final TestOutputTopic<String, ModelUpdate> updates;
    private final TestOutputTopic<String, ModelMetrics> metrics;
    private final TestOutputTopic<String, DetailRequest> requests;
    private final TestOutputTopic<String, Want> wants;
    private final TestOutputTopic<String, Package> packages;
    private final TestInputTopic<String, byte[]> answers;
    private final TestInputTopic<String, byte[]> policies;
    private final TestInputTopic<String, byte[]> blocks;
    private final TestOutputTopic<String, Statistic> statistics;
    private final TestOutputTopic<String, DeadLetter> letters;
    private final Map<String, Long> ofTheHub = new LinkedHashMap<>();

    DrivenTopology(Path stateDir, Map<String, String> settings) throws Exception {
        this(stateDir, settings, true, NormalizerTopology::of);
    }

    /** Without the ledger: the test answers in its place. */
    static DrivenTopology withoutLedger(Path stateDir, Map<String, String> settings) throws Exception {
        return new DrivenTopology(stateDir, settings, true, NormalizerTopology::ofModels);
    }

    /** One that reads a history and asks for nothing. */
    static DrivenTopology replay(Path stateDir) throws Exception {
        return new DrivenTopology(
                stateDir,
                Map.of(),
                false,
                wiring -> NormalizerTopology.ofReplay(
                        wiring, wiring.topics().observations(), wiring.topics().blocks()));
    }

    private DrivenTopology(Path stateDir, Map<String, String> settings, boolean asks, Function<Wiring, Topology> shape)
            throws Exception {
        kafka = new KafkaSettings("localhost:1", "mock://" + UUID.randomUUID(), new Topics("ptm.", 4), Map.of());
        register(kafka);
        schemas = new RegistrySchemas(kafka);
        NormalizerConfig config = NormalizerConfig.from(stateDir, settings);
        topology = shape.apply(new Wiring(
                kafka.topics(),
                config,
                schemas,
                WireIds.of(kafka.topics(), schemas),
                new NormalizerMeters(new SimpleMeterRegistry()),
                asks));
        driver = new TopologyTestDriver(topology, StreamsSettings.of(kafka, config), Observed.NOON);
        Topics topics = kafka.topics();
        serializer = RecordSerdes.serializer(kafka, topics.observations());
        input = input(topics.observations());
        answers = input(topics.answers());
        policies = input(topics.policy());
        blocks = input(topics.blocks());
        wants = output(topics.wants());
        packages = output(topics.packages());
        models = output(topics.models());
        updates = output(topics.modelUpdates());
        metrics = output(topics.modelMetrics());
        requests = output(topics.detailRequests());
        statistics = output(topics.statistics());
        letters = output(topics.deadLetters());
    }

    static void register(KafkaSettings kafka) throws Exception {
        String scope = MockSchemaRegistry.validateAndMaybeGetMockScope(List.of(kafka.registryUrl()));
        SchemaRegistryClient registry = MockSchemaRegistry.getClientForScope(scope);
        for (Topic<?> topic : kafka.topics().all()) {
            registry.register(topic.subject(), new AvroSchema(topic.valueSchema()));
        }
    }

    private TestInputTopic<String, byte[]> input(Topic<?> topic) {
        return driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer());
    }

    private <V extends SpecificRecord> byte[] bytes(Topic<V> topic, V value) {
        try (Serializer<V> once = RecordSerdes.serializer(kafka, topic)) {
            return once.serialize(topic.name(), value);
        }
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), RecordSerdes.deserializer(kafka, topic));
    }

    /** Pipes observations under the keys that the crawler gives them. */
    void pipe(Observation... observations) {
        for (Observation observation : observations) {
            String stableId = observation.getStableId();
            String key = stableId == null ? observation.getHub() : observation.getHub() + "/" + stableId;
            pipe(key, bytes(observation));
        }
    }

    void pipe(@Nullable String key, byte @Nullable [] value) {
        input.pipeInput(key, value, Observed.NOON);
    }

    /** Sets a policy, as whoever runs the crawler does. */
    void set(Policy policy) {
        setBytes(bytes(kafka.topics().policy(), policy));
    }

    void setBytes(byte @Nullable [] policy) {
        policies.pipeInput("policy", policy, Observed.NOON);
    }

    /** Blocks a model or a digest at a time; lifted by null. */
    void block(String key, @Nullable Instant at) {
        byte[] block = at == null ? null : bytes(kafka.topics().blocks(), new Block("asked to", at));
        blocks.pipeInput(key, block, Observed.NOON);
    }

    /** An answer of the ledger. */
    void answer(@Nullable String modelKey, Answer answer) {
        answerBytes(modelKey, bytes(kafka.topics().answers(), answer));
    }

    void answerBytes(@Nullable String modelKey, byte[] value) {
        answers.pipeInput(modelKey, value, Observed.NOON);
    }

    byte[] bytes(Observation observation) {
        return serializer.serialize(kafka.topics().observations().name(), observation);
    }

    /** Length of the record that the genuine serializer makes of a model. */
    int modelBytes(Model model) {
        try (Serializer<Model> models =
                RecordSerdes.serializer(kafka, kafka.topics().models())) {
            return models.serialize(kafka.topics().models().name(), model).length;
        }
    }

    void advance(Duration time) {
        driver.advanceWallClockTime(time);
    }

    List<KeyValue<String, Model>> models() {
        return models.readKeyValuesToList();
    }

    List<ModelUpdate> updates() {
        return updates.readValuesToList();
    }

    List<ModelMetrics> metrics() {
        return metrics.readValuesToList();
    }

    List<KeyValue<String, DetailRequest>> requests() {
        return requests.readKeyValuesToList();
    }

    List<KeyValue<String, Want>> wants() {
        return wants.readKeyValuesToList();
    }

    List<KeyValue<String, @Nullable Package>> packages() {
        return packages.readKeyValuesToList();
    }

    List<KeyValue<String, DeadLetter>> letters() {
        return letters.readKeyValuesToList();
    }

    /** Counters written since the last time, the newest of each key. */
    Map<String, Long> statistics() {
        Map<String, Long> newest = new LinkedHashMap<>();
        readStatistics().forEach(row -> newest.put(row.key, row.value.getValue()));
        return newest;
    }

    /** What one counter was since the last time that any was read, in order. */
    List<Long> statisticsOf(String key) {
        return readStatistics().stream()
                .filter(row -> row.key.equals(key))
                .map(row -> row.value.getValue())
                .toList();
    }

    /** Counters of Hugging Face as they are, by name. */
    Map<String, Long> hubCounters() {
        readStatistics();
        return Map.copyOf(ofTheHub);
    }

    /** The same once they were flushed again, a second later. */
    Map<String, Long> newestCounters() {
        advance(Duration.ofSeconds(1));
        return hubCounters();
    }

    /** The only one of them, no tombstone. */
    static Package single(List<KeyValue<String, @Nullable Package>> packages) {
        assertThat(packages).hasSize(1);
        return Objects.requireNonNull(packages.getFirst().value);
    }

    private List<KeyValue<String, Statistic>> readStatistics() {
        List<KeyValue<String, Statistic>> rows = statistics.readKeyValuesToList();
        for (KeyValue<String, Statistic> row : rows) {
            if (row.value.getGroup().equals(Observed.HUB)) {
                ofTheHub.put(row.value.getStatistic(), row.value.getValue());
            }
        }
        return rows;
    }

    /** Forgets what was written so far. */
    void drain() {
        models();
        updates();
        metrics();
        requests();
        wants();
        packages();
        letters();
        statistics();
    }

    @Override
    public void close() {
        driver.close();
        schemas.close();
        serializer.close();
    }
}
