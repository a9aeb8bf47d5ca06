package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.Block;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.Topics;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The drawing: observations and answers in; models, updates, metrics, requests, wants, packages, counters and dead
 * letters out.
 *
 * <pre>
 *                                    ┌─► models            (key: model key; tombstone when gone)
 * observations ─► model-processor ───┼─► model-updates
 * answers ──────► │ model-rows       ├─► model-metrics
 *                 │ waits            ├─► detail-requests
 *                 │ scans            ├─► wants             (key: request key)
 *                 │ packages         ├─► packages          (key: model key; tombstone when gone)
 *                 │ counters         ├─► statistics
 * policy ───────► policy (global)    └─► dead-letters
 * blocks ───────► blocks (global), of both
 * </pre>
 *
 * <pre>
 * wants ────────────┬─► ledger-processor ─┬─► artifact-requests, .large   (key: request key)
 * artifact-results ─┘   │ ledger          ├─► answers                     (key: model key)
 *                       │ ledger-counters ├─► artifacts                   (key: sha256)
 *                                         └─► wants, artifact-results: from one row to another
 * </pre>
 *
 * A newly listed model costs five records: observation, row (changelog), model, update, metrics. Nothing is grouped or
 * repartitioned: that would be 30. Values travel as bytes, since a bad one must become a dead letter and a model is
 * encoded once, for its topic, its row and its update.
 */
final class NormalizerTopology {
    static final String OBSERVATIONS = "observations";
    static final String ANSWERS = "answers";
    static final String MODEL_PROCESSOR = "model-processor";
    static final String MODELS = "models";
    static final String MODEL_UPDATES = "model-updates";
    static final String MODEL_METRICS = "model-metrics";
    static final String DETAIL_REQUESTS = "detail-requests";
    static final String WANTS_OUT = "wants-out";
    static final String PACKAGES = "packages";
    static final String STATISTICS = "statistics";
    static final String DEAD_LETTERS = "dead-letters";

    /** Store: model key to {@link io.ptmtorrent.normalizer.models.ModelRow}. */
    static final String MODEL_ROWS = "model-rows";

    /** Store: who waits for an answer of a hub, by key and by time; the pages of answers that are not whole. */
    static final String WAITS = "waits";

    /** Store: hub to where its scan stands; where that of the policy stands. */
    static final String SCANS = "scans";

    /** Store: packages and their files. */
    static final String PACKAGE_ROWS = "package-rows";

    /** Global store: the policy's record under its key. */
    static final String POLICY = "policy";

    /** Global store: blocks under their keys, and how often they changed. */
    static final String BLOCKS = "blocks";

    /** Store: the task's counters. */
    static final String COUNTERS = "counters";

    static final String WANTS = "wants";
    static final String ARTIFACT_RESULTS = "artifact-results";
    static final String LEDGER_PROCESSOR = "ledger-processor";
    static final String ARTIFACT_REQUESTS = "artifact-requests";
    static final String ARTIFACT_REQUESTS_LARGE = "artifact-requests-large";
    static final String ANSWERS_OUT = "ledger-answers";
    static final String ARTIFACTS = "artifacts";
    static final String STORED_AS = "ledger-stored-as";
    static final String LOST = "ledger-lost";
    static final String LEDGER_STATISTICS = "ledger-statistics";
    static final String LEDGER_DEAD_LETTERS = "ledger-dead-letters";

    /** Store: all that the ledger knows. */
    static final String LEDGER = "ledger";

    /** Store: the counters of the ledger's task. */
    static final String LEDGER_COUNTERS = "ledger-counters";

    private NormalizerTopology() {}

    static Topology of(Wiring wiring) {
        Topology topology = new Topology();
        addModels(topology, wiring);
        addLedger(topology, wiring);
        addPolicy(topology, wiring);
        addBlocks(topology, wiring.topics().blocks());
        return topology;
    }

    /** The same without the ledger: for tests that answer in its place. */
    static Topology ofModels(Wiring wiring) {
        Topology topology = new Topology();
        addModels(topology, wiring);
        addPolicy(topology, wiring);
        addBlocks(topology, wiring.topics().blocks());
        return topology;
    }

    /** History read again into other topics: what comes of observations and blocks alone, nothing that asks. */
    static Topology ofReplay(Wiring wiring, Topic<Observation> observations, Topic<Block> blocks) {
        Topology topology = new Topology();
        addSource(topology, OBSERVATIONS, observations);
        topology.addProcessor(MODEL_PROCESSOR, () -> new ModelProcessor(wiring), OBSERVATIONS);
        addHistory(topology, wiring.topics());
        addBlocks(topology, blocks);
        return topology;
    }

    private static void addModels(Topology topology, Wiring wiring) {
        Topics topics = wiring.topics();
        addSource(topology, OBSERVATIONS, topics.observations());
        addSource(topology, ANSWERS, topics.answers());
        topology.addProcessor(MODEL_PROCESSOR, () -> new ModelProcessor(wiring), OBSERVATIONS, ANSWERS);
        addHistory(topology, topics);
        addSink(topology, DETAIL_REQUESTS, topics.detailRequests());
        addSink(topology, WANTS_OUT, topics.wants());
        addSink(topology, PACKAGES, topics.packages());
    }

    private static void addHistory(Topology topology, Topics topics) {
        topology.addStateStore(onDisk(MODEL_ROWS, topics), MODEL_PROCESSOR);
        topology.addStateStore(onDisk(WAITS, topics), MODEL_PROCESSOR);
        topology.addStateStore(onDisk(PACKAGE_ROWS, topics), MODEL_PROCESSOR);
        topology.addStateStore(inMemory(SCANS, topics), MODEL_PROCESSOR);
        // With a cache the changelog gets a counter once a commit, not once a record.
        topology.addStateStore(inMemory(COUNTERS, topics).withCachingEnabled(), MODEL_PROCESSOR);
        addSink(topology, MODELS, topics.models());
        addSink(topology, MODEL_UPDATES, topics.modelUpdates());
        addSink(topology, MODEL_METRICS, topics.modelMetrics());
        addSink(topology, STATISTICS, topics.statistics());
        addSink(topology, DEAD_LETTERS, topics.deadLetters());
    }

    private static void addPolicy(Topology topology, Wiring wiring) {
        addGlobal(topology, POLICY, wiring.topics().policy(), PolicyProcessor::new);
    }

    /** All of them are there before the first record: nothing that was forgotten passes, also where no row is left. */
    private static void addBlocks(Topology topology, Topic<Block> blocks) {
        addGlobal(topology, BLOCKS, blocks, BlockProcessor::new);
    }

    private static void addGlobal(
            Topology topology, String name, Topic<?> topic, ProcessorSupplier<String, byte[], Void, Void> processor) {
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                name + "-source",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topic.name(),
                name + "-processor",
                processor);
    }

    /** Two topics of the same number of partitions, one task for both: a want and its result meet in one row. */
    private static void addLedger(Topology topology, Wiring wiring) {
        Topics topics = wiring.topics();
        addSource(topology, WANTS, topics.wants());
        addSource(topology, ARTIFACT_RESULTS, topics.artifactResults());
        topology.addProcessor(LEDGER_PROCESSOR, () -> new LedgerProcessor(wiring), WANTS, ARTIFACT_RESULTS);
        topology.addStateStore(onDisk(LEDGER, topics), LEDGER_PROCESSOR);
        topology.addStateStore(inMemory(LEDGER_COUNTERS, topics).withCachingEnabled(), LEDGER_PROCESSOR);
        addSink(topology, ARTIFACT_REQUESTS, topics.artifactRequests(), LEDGER_PROCESSOR);
        addSink(topology, ARTIFACT_REQUESTS_LARGE, topics.artifactRequestsLarge(), LEDGER_PROCESSOR);
        addSink(topology, ANSWERS_OUT, topics.answers(), LEDGER_PROCESSOR);
        addSink(topology, ARTIFACTS, topics.artifacts(), LEDGER_PROCESSOR);
        addSink(topology, STORED_AS, topics.wants(), LEDGER_PROCESSOR);
        addSink(topology, LOST, topics.artifactResults(), LEDGER_PROCESSOR);
        addSink(topology, LEDGER_STATISTICS, topics.statistics(), LEDGER_PROCESSOR);
        addSink(topology, LEDGER_DEAD_LETTERS, topics.deadLetters(), LEDGER_PROCESSOR);
    }

    private static void addSource(Topology topology, String name, Topic<?> topic) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                (record, partitionTime) -> Math.max(0, record.timestamp()),
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topic.name());
    }

    private static void addSink(Topology topology, String name, Topic<?> topic) {
        addSink(topology, name, topic, MODEL_PROCESSOR);
    }

    private static void addSink(Topology topology, String name, Topic<?> topic, String parent) {
        topology.addSink(name, topic.name(), new StringSerializer(), new ByteArraySerializer(), parent);
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> onDisk(String name, Topics topics) {
        return store(Stores.persistentKeyValueStore(name), topics);
    }

    /** For a few rows: they need no file. */
    private static StoreBuilder<KeyValueStore<String, byte[]>> inMemory(String name, Topics topics) {
        return store(Stores.inMemoryKeyValueStore(name), topics);
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> store(
            KeyValueBytesStoreSupplier supplier, Topics topics) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(changelogConfig(topics));
    }

    /** A row is a model and a little more; Kafka's default of 1 MB would stop the application at the first large one. */
    private static Map<String, String> changelogConfig(Topics topics) {
        Map<String, String> observations = topics.observations().config();
        return Map.of("max.message.bytes", observations.getOrDefault("max.message.bytes", ""));
    }
}
