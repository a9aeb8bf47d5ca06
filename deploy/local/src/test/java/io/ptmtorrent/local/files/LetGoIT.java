package io.ptmtorrent.local.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.local.CommandRun;
import io.ptmtorrent.local.PtmProcess;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.engine.KafkaConfigFile;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that loses things, and lets go of others: each is what the topics say in the end. */
class LetGoIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temp;

    @Test
    void whatIsLostComesBackAndWhatIsForgottenDoesNot() throws Exception {
        try (SampleHub hub =
                SampleHub.start(SampleHubConfig.defaults().withModels(12).withSeed(20))) {
            // given
            crawl(hub);
            StoredFolder before = StoredFolder.of(data());
            String forgotten = sharing(before);
            Set<String> own = new TreeSet<>(digests(before.manifests().get(forgotten)));
            Set<String> others = others(before, forgotten);
            own.removeAll(others);
            Iterator<String> blobs = others.stream().map(LetGoIT::blob).sorted().iterator();
            String damaged = blobs.next();
            String removed = blobs.next();
            String manifest = before.manifests().keySet().stream()
                    .filter(key -> !key.equals(forgotten))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            Files.writeString(object(damaged), "other bytes");
            Files.delete(object(removed));
            Files.writeString(object(manifest), "{}");

            // when
            CommandRun verified = ptm("verify", "--all", "--json");

            // then
            assertThat(verified.code()).as(verified.err()).isEqualTo(3);
            assertThat(lines(verified))
                    .extracting(line -> line.path("condition").asText() + " "
                            + line.path("object").asText())
                    .containsExactly("WRONG " + damaged, "MISSING " + removed, "WRONG " + manifest, " ");
            assertThat(lines(verified).getLast().path("objects").asInt())
                    .isEqualTo(before.under("blobs").size());
            assertThat(object(damaged)).doesNotExist();

            // when a model is forgotten, at first by somebody who is killed
            String model = "huggingface/" + forgotten.split("/", -1)[2];
            killedForgetting(model);
            CommandRun forget = ptm("forget", model, "--reason", "asked to");

            // then nothing of it is left
            assertThat(forget.code()).as(forget.err()).isZero();
            assertThat(StoredFolder.of(data()).objects().keySet())
                    .isEqualTo(left(before, forgotten, own, damaged, removed));

            // when the pipeline runs again
            crawl(hub);

            // then what was lost is there, what was forgotten is not, and all is as the topics say
            assertNothingIsLeftOf(model, own);
            StoredFolder after = StoredFolder.of(data());
            assertThat(after.objects().keySet()).isEqualTo(left(before, forgotten, own));
            assertThat(before.objects()).containsAllEntriesOf(after.objects());
            String orphan = orphan();
            CommandRun listed = ptm("gc", "--older-than", "1d");
            assertThat(listed.out()).contains("6 " + orphan).contains("1 files and 0 manifests");
            assertThat(object(orphan)).exists();
            CommandRun collected = ptm("gc", "--older-than", "1d", "--yes");
            assertThat(collected.out()).as(collected.err()).contains("1 removed");
            assertThat(StoredFolder.of(data()).objects()).isEqualTo(after.objects());
            CommandRun second = ptm("verify", "--all");
            assertThat(second.code()).as(second.out() + second.err()).isZero();
        }
    }

    /** Keys of all objects but those of the forgotten model alone, and some more. */
    private static Set<String> left(StoredFolder before, String manifest, Set<String> own, String... lost) {
        Set<String> left = new TreeSet<>(before.objects().keySet());
        left.remove(manifest);
        own.forEach(sha256 -> left.remove(blob(sha256)));
        left.removeAll(List.of(lost));
        return left;
    }

    /** An old object that nothing refers to. */
    private String orphan() throws IOException {
        String key = blob("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
        Files.createDirectories(object(key).resolveSibling(".").normalize());
        Files.writeString(object(key), "hello\n");
        Files.setLastModifiedTime(object(key), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        return key;
    }

    /** Killed when it has set the block, or a little later. */
    private void killedForgetting(String model) throws Exception {
        try (PtmProcess killed =
                PtmProcess.start(temp, "forget", model, "--reason", "asked to", "--data", data().toString())) {
            await().atMost(Duration.ofMinutes(2)).until(() -> killed.err().contains("contents: asks"));
            killed.kill();
        }
    }

    private void assertNothingIsLeftOf(String model, Set<String> own) throws Exception {
        String id = model.substring(model.indexOf('/') + 1);
        try (KafkaAccess access = KafkaAccess.toFolder(data(), KafkaConfigFile.none())) {
            KafkaSettings kafka = access.settings();
            assertThat(live(kafka, kafka.topics().models()))
                    .doesNotContain(model)
                    .isNotEmpty();
            assertThat(live(kafka, kafka.topics().packages()))
                    .doesNotContain(model)
                    .isNotEmpty();
            assertThat(live(kafka, kafka.topics().artifacts()))
                    .doesNotContainAnyElementsOf(own)
                    .isNotEmpty();
            List<ModelUpdate> told = new ArrayList<>();
            try (TopicReader<ModelUpdate> reader =
                    TopicReader.open(kafka, kafka.topics().modelUpdates())) {
                reader.readToEnd(row -> told.add(Objects.requireNonNull(row.value())));
            }
            assertThat(told)
                    .filteredOn(update -> update.getStableId().equals(id))
                    .extracting(ModelUpdate::getType)
                    .containsExactly(UpdateType.CREATED, UpdateType.FORGOTTEN);
        }
    }

    /** The keys whose newest record is no tombstone. */
    private static <V extends SpecificRecord> Set<String> live(KafkaSettings kafka, Topic<V> topic) {
        Set<String> keys = new TreeSet<>();
        try (TopicReader<V> reader = TopicReader.open(kafka, topic)) {
            reader.readToEnd(row -> {
                keys.remove(row.key());
                if (row.value() != null) {
                    keys.add(row.key());
                }
            });
        }
        return keys;
    }

    /** A manifest with a file that others have, and one that none has. */
    private static String sharing(StoredFolder stored) {
        return stored.manifests().keySet().stream()
                .sorted()
                .filter(key -> {
                    List<String> files = digests(stored.manifests().get(key));
                    Set<String> others = others(stored, key);
                    return files.stream().anyMatch(others::contains) && !others.containsAll(files);
                })
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> others(StoredFolder stored, String manifest) {
        Set<String> others = new TreeSet<>();
        stored.manifests().forEach((key, content) -> {
            if (!key.equals(manifest)) {
                others.addAll(digests(content));
            }
        });
        return others;
    }

    private static List<String> digests(@Nullable JsonNode manifest) {
        return Objects.requireNonNull(manifest).path("files").findValuesAsText("sha256");
    }

    private static String blob(String sha256) {
        return "blobs/sha256/" + sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256;
    }

    private void crawl(SampleHub hub) throws IOException {
        URI bytes = hub.cdnUri();
        CommandRun run = CommandRun.of(
                "local",
                "--hub",
                "huggingface",
                "--full",
                "--until-idle",
                "--data",
                data().toString(),
                "--endpoint",
                "huggingface.co=" + hub.apiUri(),
                "--artifacts",
                "all",
                "--allow-private",
                bytes.getHost() + ":" + bytes.getPort());
        assertThat(run.code()).as(run.err()).isZero();
    }

    private CommandRun ptm(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, "--data", data().toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static List<JsonNode> lines(CommandRun run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private Path object(String key) {
        return data().resolve("objects").resolve(key);
    }

    private Path data() {
        return temp.resolve("data");
    }
}
