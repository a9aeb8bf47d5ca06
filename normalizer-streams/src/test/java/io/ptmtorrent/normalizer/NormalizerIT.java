package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.gone;
import static io.ptmtorrent.normalizer.Observed.listed;
import static io.ptmtorrent.normalizer.Observed.runEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.TopicSetup;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.embedded.broker.LocalKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** On a real broker and registry, exactly once, on three partitions. */
final class NormalizerIT {
    private static final int PARTITIONS = 3;
    private static final int MODELS = 1_500;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    static Path dir;

    @RegisterExtension
    private final ProcessLogs logs = new ProcessLogs(() -> dir.resolve("state"));

    private static @Nullable LocalKafka broker;

    private record Outcome(
            Map<String, @Nullable Model> models,
            Map<String, List<ModelUpdate>> updates,
            List<String> letters,
            Map<String, Long> statistics) {}

    @BeforeAll
    static void startBroker() throws Exception {
        broker = LocalKafka.start(dir.resolve("kafka"));
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void aRunThatIsKilledAndClosedOnTheWayGivesWhatAnUndisturbedOneGives() throws Exception {
        // given
        KafkaSettings calm = room("calm.");
        KafkaSettings rough = room("rough.");

        // when
        Outcome undisturbed = undisturbed(calm);
        Outcome disturbed = disturbed(rough);

        // then
        assertThat(undisturbed.models()).hasSize(MODELS + 1);
        assertThat(disturbed.models()).isEqualTo(undisturbed.models());
        assertThat(disturbed.updates()).isEqualTo(undisturbed.updates());
        assertThat(disturbed.letters())
                .containsExactlyElementsOf(undisturbed.letters().stream()
                        .map(id -> id.replace("calm.", "rough."))
                        .toList());
        assertThat(disturbed.statistics()).isEqualTo(undisturbed.statistics());
    }

    @Test
    void aNewlyListedModelCostsFiveRecords() throws Exception {
        // given
        KafkaSettings kafka = room("counted.");
        Topics topics = kafka.topics();
        try (ObservationLog log = new ObservationLog(kafka);
                Normalizer normalizer = start(kafka, "counted")) {
            await().atMost(PATIENCE).until(normalizer::isRunning);

            // when
            for (int number = 0; number < MODELS; number++) {
                log.write(listing(number, 1));
            }
            awaitModels(kafka, MODELS);
        }

        // then
        ObservationLog.Reader reader = new ObservationLog.Reader(kafka);
        assertThat(reader.read(topics.observations())).hasSize(MODELS);
        assertThat(reader.read(topics.models())).hasSize(MODELS);
        assertThat(reader.read(topics.modelUpdates())).hasSize(MODELS);
        assertThat(reader.read(topics.modelMetrics())).hasSize(MODELS);
        assertThat(reader.count("counted.normalizer-model-rows-changelog")).isEqualTo(MODELS);
        assertThat(reader.count("counted.normalizer-waits-changelog")).isZero();
        assertThat(reader.count("counted.normalizer-scans-changelog")).isZero();
    }

    /** Changelogs have a limit of their own, 1 MB unless told otherwise; one record beyond it stops everything. */
    @Test
    void modelsUpToTheirLimitPassAndLargerOnesAreDeadLetters() throws Exception {
        // given
        KafkaSettings kafka = room("large.");
        Topics topics = kafka.topics();
        int limit = topics.models().maxBytes();

        // when
        ObservationLog.Reader reader = new ObservationLog.Reader(kafka);
        try (ObservationLog log = new ObservationLog(kafka);
                Normalizer normalizer = start(kafka, "large")) {
            log.write(large("fits", limit - 1_000));
            log.write(large("not", 2 * limit - 1_000));
            log.write(listed("small", "acme/small", "", 1, NOON));
            awaitModels(kafka, 2);
            await().atMost(PATIENCE)
                    .until(() -> !reader.read(topics.deadLetters()).isEmpty());
            assertThat(normalizer.failure()).isEmpty();
        }

        // then
        assertThat(reader.read(topics.models()))
                .extracting(row -> row.key())
                .containsExactlyInAnyOrder(Observed.key("fits"), Observed.key("small"));
        assertThat(reader.count("large.normalizer-model-rows-changelog")).isEqualTo(2);
        assertThat(reader.read(topics.deadLetters()))
                .extracting(row -> row.value().getReason())
                .containsExactly(DeadLetterReason.TOO_LARGE);
    }

    @Test
    void whatItCannotDealWithIsToldAndEndsIt() throws Exception {
        // given
        LocalKafka running = Objects.requireNonNull(broker);
        KafkaSettings withoutTopics = new KafkaSettings(
                running.bootstrapServers(), "mock://without-topics", new Topics("missing.", PARTITIONS), Map.of());
        DrivenTopology.register(withoutTopics);
        try (Admin admin = Admin.create(withoutTopics.common())) {
            NewTopic policy = new NewTopic(withoutTopics.topics().policy().name(), 1, (short) 1);
            NewTopic blocks = new NewTopic(withoutTopics.topics().blocks().name(), 1, (short) 1);
            admin.createTopics(List.of(policy, blocks)).all().get();
        }

        // when
        try (Normalizer normalizer = start(withoutTopics, "missing")) {
            Throwable fault = normalizer.fault().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            // then
            assertThat(fault).isInstanceOf(MissingSourceTopicException.class);
            assertThat(normalizer.failure()).contains(fault);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(normalizer.isRunning()).isFalse());
        }
    }

    @Test
    void itDoesNotStartWithoutThePolicysTopic() throws Exception {
        // given
        LocalKafka running = Objects.requireNonNull(broker);
        KafkaSettings withoutTopics = new KafkaSettings(
                running.bootstrapServers(), "mock://no-policy", new Topics("nowhere.", PARTITIONS), Map.of());
        DrivenTopology.register(withoutTopics);

        // when, then
        assertThatThrownBy(() -> start(withoutTopics, "nowhere").close())
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("nowhere.policy");
    }

    private static Observation large(String stableId, int bytes) {
        Random random = new Random(bytes);
        StringBuilder noise = new StringBuilder(bytes);
        while (noise.length() < bytes) {
            noise.append((char) ('#' + random.nextInt(50)));
        }
        String card = noise.toString().replace("'", "(").replace("\\", ")");
        return listed(stableId, "acme/" + stableId, "'cardData':{'x':'" + card + "'}", 1, NOON);
    }

    private static Outcome undisturbed(KafkaSettings kafka) {
        try (ObservationLog log = new ObservationLog(kafka);
                Normalizer normalizer = start(kafka, "calm")) {
            first(log);
            second(log);
            return outcome(kafka, log, normalizer);
        }
    }

    /** Killed while it works, then closed, then gone on with on an empty folder: all state is restored. */
    private static Outcome disturbed(KafkaSettings kafka) throws Exception {
        try (ObservationLog log = new ObservationLog(kafka)) {
            first(log);
            try (NormalizerProcess process = NormalizerProcess.start(kafka, state("rough-1"))) {
                awaitModels(kafka, MODELS / 10);
                second(log);
                assertThat(process.isAlive()).isTrue();
            }
            try (Normalizer normalizer = start(kafka, "rough-1")) {
                await().atMost(PATIENCE).until(normalizer::isRunning);
                awaitModels(kafka, MODELS);
            }
            try (Normalizer normalizer = start(kafka, "rough-2")) {
                return outcome(kafka, log, normalizer);
            }
        }
    }

    /** Everything is listed once, and two things are broken. */
    private static void first(ObservationLog log) {
        for (int number = 0; number < MODELS; number++) {
            log.write(listing(number, 1));
        }
        log.write(Observed.listedBody("broken", "{\"_id\":", 1, NOON));
        log.write("huggingface/nonsense", "no avro".getBytes(StandardCharsets.UTF_8));
        log.writeToAll(runEnded(1, CrawlMode.FULL, true));
    }

    /** All but five are listed again, every tenth in another revision; one of the five is gone, the others are there. */
    private static void second(ObservationLog log) {
        for (int number = 5; number < MODELS; number++) {
            log.write(listing(number, 2));
        }
        log.writeToAll(runEnded(2, CrawlMode.FULL, true));
        log.write(listed("new", "acme/new", "", 2, NOON));
    }

    private static Outcome outcome(KafkaSettings kafka, ObservationLog log, Normalizer normalizer) {
        Topics topics = kafka.topics();
        ObservationLog.Reader reader = new ObservationLog.Reader(kafka);
        await().atMost(PATIENCE)
                .until(() -> reader.read(topics.detailRequests()).size() >= 5);
        log.write(gone("0", 2, NOON.plusSeconds(9), null));
        for (int number = 1; number < 5; number++) {
            log.write(listing(number, 2));
        }
        await().atMost(PATIENCE).until(() -> isIdle(reader));
        assertThat(normalizer.failure()).isEmpty();

        Map<String, @Nullable Model> models = new HashMap<>();
        reader.read(topics.models()).forEach(row -> models.put(row.key(), row.value()));
        Map<String, List<ModelUpdate>> updates = new HashMap<>();
        reader.read(topics.modelUpdates())
                .forEach(row -> updates.computeIfAbsent(row.key(), key -> new ArrayList<>())
                        .add(row.value()));
        List<String> letters = reader.read(topics.deadLetters()).stream()
                .map(row -> row.value())
                .map(DeadLetter::getId)
                .sorted()
                .toList();
        return new Outcome(models, updates, letters, reader.statistics());
    }

    private static boolean isIdle(ObservationLog.Reader reader) {
        Map<String, Long> counters = reader.statistics();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (counters.getOrDefault("run-scanned/huggingface/" + partition, 0L) < 2
                    || counters.getOrDefault("open/huggingface/" + partition, -1L) != 0) {
                return false;
            }
        }
        return total(counters, "updates/huggingface/CREATED") == MODELS + 1
                && total(counters, "updates/huggingface/REVISED") == MODELS / 10 - 1
                && total(counters, "updates/huggingface/DELETED") == 1
                && total(counters, "models/huggingface") == MODELS;
    }

    private static long total(Map<String, Long> counters, String prefix) {
        return counters.entrySet().stream()
                .filter(row -> row.getKey().startsWith(prefix + "/"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Observation listing(int number, int run) {
        int revision = number % 10 == 0 && number > 0 ? run : 1;
        return listed(
                Integer.toString(number),
                "acme/model-" + number,
                "'sha':'r%d','downloads':%d,'tags':['en','license:mit']".formatted(revision, number),
                run,
                NOON.plusSeconds(run));
    }

    private static void awaitModels(KafkaSettings kafka, int count) {
        ObservationLog.Reader reader = new ObservationLog.Reader(kafka);
        await().atMost(PATIENCE)
                .until(() -> reader.read(kafka.topics().models()).size() >= count);
    }

    private static Normalizer start(KafkaSettings kafka, String folder) {
        return Normalizer.start(kafka, NormalizerProcess.config(state(folder)), new SimpleMeterRegistry());
    }

    private static Path state(String folder) {
        return dir.resolve("state").resolve(folder);
    }

    private static KafkaSettings room(String prefix) throws Exception {
        LocalKafka running = Objects.requireNonNull(broker);
        KafkaSettings kafka = new KafkaSettings(
                running.bootstrapServers(), running.registryUrl(), new Topics(prefix, PARTITIONS), Map.of());
        try (TopicSetup setup = new TopicSetup(kafka, (short) 1, Map.of())) {
            setup.make();
        }
        return kafka;
    }
}
