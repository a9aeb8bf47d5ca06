package io.ptmtorrent.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.embedded.broker.LocalKafka;
import io.ptmtorrent.sink.fetch.ByteHosts;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.S3Server;
import io.ptmtorrent.sink.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sink as a process: killed in the middle of a file, and asked to end. */
class SinkProcessIT {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path dir;

    @RegisterExtension
    private final ProcessLogs logs = new ProcessLogs(() -> dir);

    @Test
    void leavesNothingVisibleWhenKilledInAPartAndTheNextOneSweepsUp() throws Exception {
        // given
        Path objects = dir.resolve("objects");
        try (LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), Stage.broker());
                ByteHosts hosts = new ByteHosts(dir.resolve("other"))) {
            Stage stage = new Stage(kafka, "kill.");
            hosts.hub.setDispatcher(new Stalling());
            String digest = Sha256.of("the bytes of a model".getBytes(StandardCharsets.UTF_8));
            ArtifactRequest request = Stage.file(ByteHosts.FILE.toString())
                    .setSha256(digest)
                    .setSize(20L)
                    .build();
            stage.ask(stage.topics.artifactRequestsLarge(), Map.of("sha256:" + digest, request));
            try (SinkProcess first = process("first", stage, hosts, objects)) {
                Awaitility.await()
                        .atMost(Stage.PATIENCE)
                        .until(() -> hosts.hub.getRequestCount() > 0
                                && !uploads(objects).isEmpty());

                // when
                first.kill();
            }

            // then
            assertThat(files(objects))
                    .isNotEmpty()
                    .allSatisfy(it -> assertThat(it).startsWith("uploads/"));
            hosts.hub.setDispatcher(new Prompt());
            try (SinkProcess second = process("second", stage, hosts, objects)) {
                ArtifactResult result = stage.results(1).values().iterator().next();
                assertThat(result.getState()).isEqualTo(ResultState.STORED);
                assertThat(result.getSha256()).isEqualTo(digest);
                assertThat(second.terminate()).isEqualTo(128 + 15);
            }
            assertThat(files(objects)).containsExactly(ObjectKey.blob(digest).text());
            assertThat(stage.committed(stage.topics.artifactResults())).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "s3"})
    void theNextOneGoesOnWhereAKilledOneStopped(String kind) throws Exception {
        // given
        byte[] bytes = new byte[68 * MIB];
        new Random(6).nextBytes(bytes);
        ObjectKey key = ObjectKey.blob(Sha256.of(bytes));
        Path objects = dir.resolve("objects");
        try (LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), Stage.broker());
                S3Server s3 = S3Server.proxy(dir);
                ByteHosts hosts = new ByteHosts(dir.resolve("other"))) {
            Stage stage = new Stage(kafka, "kill.");
            Map<String, String> store =
                    kind.equals("s3") ? s3.settings("p/") : Map.of("store.directory", objects.toString());
            HalfThenRest hub = new HalfThenRest(bytes, 66 * MIB);
            hosts.hub.setDispatcher(hub);
            ArtifactRequest request = Stage.file(ByteHosts.FILE.toString())
                    .setSha256(Sha256.of(bytes))
                    .setSize((long) bytes.length)
                    .build();
            stage.ask(stage.topics.artifactRequestsLarge(), Map.of("sha256:" + Sha256.of(bytes), request));
            try (SinkProcess first = process("first", stage, hosts, store)) {
                Awaitility.await()
                        .atMost(Stage.PATIENCE)
                        .until(() -> (kind.equals("s3") ? s3.uploaded("p/") : sizeOf(objects)) >= 60 * MIB);

                // when
                first.kill();
            }

            // then
            try (SinkProcess second = process("second", stage, hosts, store)) {
                ArtifactResult result = stage.results(1).values().iterator().next();
                assertThat(result.getState()).isEqualTo(ResultState.STORED);
                assertThat(result.getObjectKey()).isEqualTo(key.text());
                assertThat(result.getFetchedBytes()).isBetween(1L, 8L * MIB);
                assertThat(second.terminate()).isEqualTo(128 + 15);
            }
            assertThat(hub.resumedAt()).isGreaterThanOrEqualTo(60 * MIB);
            assertThat(kind.equals("s3") ? s3.left("p/") : files(objects))
                    .containsExactly((kind.equals("s3") ? "p/" : "") + key);
        }
    }

    private static long sizeOf(Path objects) throws IOException {
        long size = 0;
        for (String file : files(objects)) {
            size += Files.size(objects.resolve(file));
        }
        return size;
    }

    private SinkProcess process(String name, Stage stage, ByteHosts hosts, Map<String, String> store)
            throws IOException {
        return SinkProcess.start(name, stage.settings, hosts.hub.url("/").uri(), store, dir);
    }

    private SinkProcess process(String name, Stage stage, ByteHosts hosts, Path objects) throws IOException {
        return SinkProcess.start(
                name, stage.settings, hosts.hub.url("/").uri(), Map.of("store.directory", objects.toString()), dir);
    }

    private static List<String> uploads(Path objects) throws IOException {
        return files(objects).stream()
                .filter(it -> it.matches("uploads/[^/]+/\\d+"))
                .toList();
    }

    private static List<String> files(Path objects) throws IOException {
        if (!Files.isDirectory(objects)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(objects)) {
            return all.filter(Files::isRegularFile)
                    .map(it -> objects.relativize(it).toString())
                    .toList();
        }
    }
}
