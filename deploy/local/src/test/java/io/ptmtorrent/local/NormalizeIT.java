package io.ptmtorrent.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.catalog.figures.Figures;
import io.ptmtorrent.catalog.read.Row;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.engine.KafkaConfigFile;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two days of a hub, crawled with details, and what {@code ptm normalize} and {@code ptm replay} make of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NormalizeIT {
    private static final int MODELS = 200;

    @TempDir
    static Path temp;

    private static SampleHub hub;
    private static KafkaAccess access;
    private static Map<String, Model> models;
    private static int updates;
    private static Set<String> letters;
    private static int asked;

    @BeforeAll
    static void crawlTwoDays() throws Exception {
        hub = SampleHub.start(SampleHubConfig.defaults().withModels(MODELS).withSeed(5));
        crawl();
        hub.step(1);
        crawl();
        // Held open, so that the commands join its broker.
        access = KafkaAccess.toFolder(data(), KafkaConfigFile.none());
        models = models("ptm.");
        updates = size("ptm.", Topics::modelUpdates);
        letters = letters();
        asked = hub.asked().size();
        assertThat(models).hasSizeGreaterThan(MODELS / 2);
        assertThat(updates).isGreaterThan(models.size());
        assertThat(models.values())
                .anyMatch(model -> model.getFiles().getFirst().getSize() != null);
    }

    @AfterAll
    static void stop() throws IOException {
        access.close();
        hub.close();
    }

    @Test
    @Order(1)
    void theHistoryReadIntoFreshTopicsGivesTheSameModelsAndAsksForNothing() throws Exception {
        // when
        CommandRun run = ptm("normalize", "--from-beginning", "--into", "try.");

        // then
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(models("try.")).isEqualTo(models);
        assertThat(size("try.", Topics::modelUpdates)).isEqualTo(updates);
        assertThat(size("try.", Topics::detailRequests)).isZero();
        assertThat(size("try.", Topics::wants)).isZero();
        assertThat(size("try.", Topics::packages)).isZero();
        assertThat(hub.asked()).hasSize(asked);
    }

    @Test
    @Order(2)
    void aReplayThatIsDoneGoesOnWhereItStoodAndTopicsInUseAreRefused() throws Exception {
        // when
        CommandRun again = ptm("normalize", "--from-beginning", "--into", "try.");
        CommandRun own = ptm("normalize", "--from-beginning", "--into", "ptm.");
        CommandRun alone = ptm("normalize", "--into", "other.");

        // then
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).startsWith("0 observations looked at, 0 updates");
        assertThat(own.code()).isEqualTo(2);
        assertThat(own.err()).contains("--into: 'ptm.' is the prefix of the observations");
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("--from-beginning");
    }

    @Test
    @Order(3)
    void theHistoryReadAgainInPlacePublishesNothingThatIsAsItWas() throws Exception {
        // when
        CommandRun run = ptm("normalize", "--from-beginning", "--once");

        // then
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains(" 0 updates and ");
        // What could not be used cannot be used now: the same letters, known by their ids.
        assertThat(letters()).isEqualTo(letters);
        assertThat(models("ptm.")).isEqualTo(models);
        assertThat(size("ptm.", Topics::modelUpdates)).isEqualTo(updates);
        assertThat(hub.asked()).hasSize(asked);
    }

    @Test
    @Order(4)
    void aRecordThatFailedTwiceGoesRoundOnce() throws Exception {
        // given
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(access.settings().producer(), new StringSerializer(), new ByteArraySerializer())) {
            String topic = access.settings().topics().observations().name();
            producer.send(new ProducerRecord<>(topic, 1, "huggingface/x", "no record".getBytes(UTF_8)))
                    .get();
        }
        CommandRun first = ptm("normalize", "--once");

        // when
        CommandRun counted = ptm("replay");
        CommandRun sent = ptm("replay", "--reason", "BAD_RECORD");
        CommandRun second = ptm("normalize", "--once");
        CommandRun sentAgain = ptm("replay", "--reason", "BAD_RECORD");
        CommandRun elsewhere = ptm("replay", "--reason", "BAD_RECORD", "--hub", "modelzoo");

        // then
        assertThat(first.out()).contains("1 dead letters written");
        assertThat(row(counted)).containsExactly("1", "0", "0", "0", "0");
        assertThat(row(sent)).containsExactly("1", "1", "0", "0", "0");
        assertThat(second.out()).contains("1 dead letters written");
        assertThat(row(sentAgain)).containsExactly("2", "1", "1", "0", "0");
        assertThat(elsewhere.out()).isEqualToIgnoringNewLines("no dead letters");
    }

    @Test
    @Order(5)
    void figuresAreCountedOverTheLiveModels() throws Exception {
        // given
        Path out = temp.resolve("figures");

        // when
        CommandRun all = ptm("stats", "--figure", "all", "--out", out.toString());
        CommandRun one = ptm("stats", "--json");
        CommandRun wrong = ptm("stats", "--figure", "table-2");
        CommandRun ranks = ptm("stats", "--figure", "downloads-rank", "--csv", "--at", "2020-01-01,2100-01-01");

        // then
        assertThat(all.code()).as(all.err()).isZero();
        for (Figures.Id figure : Figures.all()) {
            String name = figure.name() + "-v" + figure.version();
            assertThat(out.resolve(name + ".csv")).isNotEmptyFile();
            assertThat(out.resolve(name + ".json")).isNotEmptyFile();
            assertThat(Files.readString(out.resolve(name + ".svg"))).contains("<svg");
        }
        JsonNode table = new ObjectMapper().readTree(one.out());
        assertThat(table.path("n").asInt()).isEqualTo(models.size());
        assertThat(table.path("rows").path(0).path("hub").asText()).isEqualTo("huggingface");
        assertThat(table.path("rows").path(0).path("files listed").asLong())
                .isEqualTo(models.values().stream()
                        .mapToLong(model -> model.getFiles().size() + model.getFilesOmitted())
                        .sum());
        assertThat(table.path("offsets").path("ptm.models/0").asLong()).isPositive();
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("'table-2' is no figure; allowed are");
        assertThat(ranks.out())
                .startsWith("registry,date,rank,downloads,id\r\n")
                .contains("huggingface,2100-01-01T00:00:00Z,1,")
                .doesNotContain("2020-01-01");
    }

    /** Letters, sent, repeated, not kept, no record. */
    private static String[] row(CommandRun run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run.out()
                .lines()
                .filter(line -> line.contains(DeadLetterReason.BAD_RECORD.name()))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*BAD_RECORD +", "")
                .split(" +");
    }

    private static Set<String> letters() throws Exception {
        Set<String> ids = new TreeSet<>();
        read(
                "ptm.",
                Topics::deadLetters,
                row -> ids.add(Objects.requireNonNull(row.value()).getId()));
        return ids;
    }

    private static void crawl() {
        URI bytes = hub.cdnUri();
        CommandRun run = ptm(
                "local",
                "--hub",
                "huggingface",
                "--full",
                "--until-idle",
                "--artifacts",
                "small",
                "--endpoint",
                "huggingface.co=" + hub.apiUri(),
                "--allow-private",
                bytes.getHost() + ":" + bytes.getPort());
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static Map<String, Model> models(String prefix) throws Exception {
        Map<String, Model> last = new TreeMap<>();
        read(prefix, Topics::models, row -> {
            if (row.value() == null) {
                last.remove(row.key());
            } else {
                last.put(row.key(), row.value());
            }
        });
        return last;
    }

    private static <V extends SpecificRecord> int size(String prefix, Function<Topics, Topic<V>> topic)
            throws Exception {
        int[] size = {0};
        read(prefix, topic, row -> size[0]++);
        return size[0];
    }

    private static <V extends SpecificRecord> void read(
            String prefix, Function<Topics, Topic<V>> topic, Consumer<Row<V>> sink) throws Exception {
        KafkaSettings kafka = access.settings();
        Topics topics = new Topics(prefix, kafka.topics().observations().partitions());
        KafkaSettings there =
                new KafkaSettings(kafka.bootstrapServers(), kafka.registryUrl(), topics, kafka.passThrough());
        try (TopicReader<V> reader = TopicReader.open(there, topic.apply(topics))) {
            reader.readToEnd(sink);
        }
    }

    private static CommandRun ptm(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = data().toString();
        return CommandRun.of(all);
    }

    private static Path data() {
        return temp.resolve("data");
    }
}
