package io.ptmtorrent.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.catalog.export.JsonlExport;
import io.ptmtorrent.catalog.watch.Since;
import io.ptmtorrent.catalog.watch.UpdateFilter;
import io.ptmtorrent.catalog.watch.UpdateWatch;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.TopicSetup;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.embedded.broker.LocalKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watch and export on a real broker. */
class CatalogIT {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    static Path folder;

    private static LocalKafka broker;

    private final KafkaSettings kafka;

    CatalogIT() throws Exception {
        // Topics of its own for every test.
        Topics topics = new Topics("t" + System.nanoTime() + ".", 2);
        kafka = new KafkaSettings(broker.bootstrapServers(), broker.registryUrl(), topics, Map.of());
        try (TopicSetup setup = new TopicSetup(kafka, (short) 1, Map.of())) {
            setup.make();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        broker = LocalKafka.start(folder.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void exportsTheNewestOfEveryLiveModelSortedByKey() throws Exception {
        // given
        Topic<Model> models = kafka.topics().models();
        try (Writer writer = new Writer(kafka)) {
            writer.write(models, "huggingface/2", model("huggingface", "2", "acme/two"));
            writer.write(models, "huggingface/1", model("huggingface", "1", "acme/one"));
            writer.write(models, "huggingface/3", model("huggingface", "3", "acme/three"));
            writer.write(models, "modelzoo/9", model("modelzoo", "9", "nine"));
            writer.write(models, "huggingface/1", model("huggingface", "1", "acme/renamed"));
            writer.write(models, "huggingface/3", null);
            writer.writeRaw(models, "huggingface/4", "no avro");
            writer.commit();
            writer.write(models, "huggingface/5", model("huggingface", "5", "acme/aborted"));
            writer.abort();
        }

        // when
        JsonlExport.Result all = new JsonlExport(Set.of()).write(kafka, folder.resolve("all"));
        JsonlExport.Result one = new JsonlExport(Set.of("modelzoo")).write(kafka, folder.resolve("one"));

        // then
        assertThat(ids(all)).containsExactly("acme/renamed", "acme/two", "nine");
        assertThat(all.models()).isEqualTo(3);
        assertThat(all.unreadable()).isEqualTo(1);
        assertThat(ids(one)).containsExactly("nine");
        try (var files = Files.list(folder.resolve("all"))) {
            assertThat(files)
                    .containsExactlyInAnyOrder(
                            all.folder().resolve(JsonlExport.MODELS),
                            all.folder().resolve(JsonlExport.PACKAGES));
        }
    }

    @Test
    void followsCommittedUpdatesEachIdentityOnce() throws Exception {
        // given
        Topic<ModelUpdate> updates = kafka.topics().modelUpdates();
        try (Writer writer = new Writer(kafka)) {
            writer.write(updates, "huggingface/1", update(UpdateType.CREATED, 1));
            writer.write(updates, "huggingface/1", update(UpdateType.CREATED, 1));
            writer.write(updates, "huggingface/1", update(UpdateType.REVISED, 2));
            writer.commit();
            writer.write(updates, "huggingface/1", update(UpdateType.DELETED, 3));
            writer.abort();
        }

        // when, then
        assertThat(read(new Since.Beginning(), UpdateFilter.all(), 10)).containsExactly(1L, 2L);
        assertThat(read(new Since.Beginning(), UpdateFilter.all(), 1)).containsExactly(1L);
        assertThat(read(new Since.Beginning(), only(UpdateType.REVISED), 10)).containsExactly(2L);
        assertThat(read(new Since.From(Instant.now().minusSeconds(600)), UpdateFilter.all(), 10))
                .containsExactly(1L, 2L);
        assertThat(read(new Since.From(Instant.now().plusSeconds(600)), UpdateFilter.all(), 10))
                .isEmpty();
        assertThat(read(new Since.Now(), UpdateFilter.all(), 10)).isEmpty();
    }

    @Test
    void followsWhatComesUntilItIsToldToStop() throws Exception {
        // given
        try (UpdateWatch watch = UpdateWatch.open(kafka, new Since.Now(), UpdateFilter.all())) {
            try (Writer writer = new Writer(kafka)) {
                writer.write(kafka.topics().modelUpdates(), "huggingface/1", update(UpdateType.CREATED, 1));
                writer.commit();
            }
            List<Long> got = new ArrayList<>();

            // when
            long given = watch.follow(Long.MAX_VALUE, update -> {
                got.add(update.getOffset());
                watch.stop();
            });

            // then
            assertThat(got).containsExactly(1L);
            assertThat(given).isEqualTo(1);
        }
    }

    private List<Long> read(Since since, UpdateFilter filter, long max) {
        List<Long> got = new ArrayList<>();
        try (UpdateWatch watch = UpdateWatch.open(kafka, since, filter)) {
            assertThat(watch.readToEnd(max, update -> got.add(update.getOffset())))
                    .isEqualTo(got.size());
        }
        return got;
    }

    private static UpdateFilter only(UpdateType type) {
        return new UpdateFilter(Set.of(), Set.of(), Set.of(), Set.of(type));
    }

    private static List<String> ids(JsonlExport.Result result) throws IOException {
        return Files.readAllLines(result.folder().resolve(JsonlExport.MODELS)).stream()
                .map(line -> line.replaceAll(".*\"id\":\"([^\"]*)\",\"hubUrl\".*", "$1"))
                .toList();
    }

    private static ModelUpdate update(UpdateType type, long offset) {
        return ModelUpdate.newBuilder()
                .setPartition(0)
                .setOffset(offset)
                .setType(type)
                .setHub("huggingface")
                .setStableId("1")
                .setId("acme/one")
                .setObservedAt(NOON)
                .build();
    }

    private static Model model(String hub, String stableId, String id) {
        RecordSerdes.trustOurRecords();
        return Model.newBuilder()
                .setHub(hub)
                .setStableId(stableId)
                .setId(id)
                .setHubUrl("https://hub.test")
                .setMetadataUrl("https://hub.test/api")
                .setName(id)
                .setUrl("https://hub.test/" + id)
                .setGating(Gating.NONE)
                .build();
    }

    /** Writes in transactions, as the normalizer does. */
    private static final class Writer implements AutoCloseable {
        private final KafkaSettings kafka;
        private final KafkaProducer<String, byte[]> producer;
        private boolean begun;

        Writer(KafkaSettings kafka) {
            this.kafka = kafka;
            Properties config = kafka.producer();
            config.put("transactional.id", kafka.topics().prefix() + "writer");
            producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
            producer.initTransactions();
        }

        <V extends SpecificRecord> void write(Topic<V> topic, String key, @Nullable V value) throws Exception {
            try (Serializer<V> serializer = RecordSerdes.serializer(kafka, topic)) {
                send(topic, key, value == null ? null : serializer.serialize(topic.name(), value));
            }
        }

        void writeRaw(Topic<?> topic, String key, String text) throws Exception {
            send(topic, key, text.getBytes(StandardCharsets.UTF_8));
        }

        /** Begins a transaction only for a record: closing an empty one costs the producer half a minute. */
        private void send(Topic<?> topic, String key, byte @Nullable [] value) throws Exception {
            if (!begun) {
                producer.beginTransaction();
                begun = true;
            }
            producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
        }

        void commit() {
            producer.commitTransaction();
            begun = false;
        }

        void abort() {
            producer.abortTransaction();
            begun = false;
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
