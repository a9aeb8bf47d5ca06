package io.ptmtorrent.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.embedded.broker.LocalKafka;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HostPort;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import io.ptmtorrent.sink.fetch.ByteHosts;
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.Sha256;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests in, results out, objects under their digests; on a real broker. */
@SuppressWarnings("try") // a sink works while it is open; nobody calls it
class SinkIT {
    @TempDir
    private static Path kafkaDir;

    private static LocalKafka kafka;

    @TempDir
    private Path dir;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = LocalKafka.start(kafkaDir, Stage.broker());
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void answersEveryRequestAndShowsTheRightBytesAlone() throws Exception {
        // given
        Stage stage = new Stage(kafka, "all.");
        try (SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(300));
                HubHttp http = http(hub);
                ObjectStore store = DirectoryStore.open(dir)) {
            SampleFiles files = SampleFiles.of(hub, 60);
            Map<String, ArtifactRequest> more = new HashMap<>(files.small);
            ModelTruth gated = hub.truth()
                    .live()
                    .filter(it -> !it.gated().equals("false") && !it.disabled())
                    .findFirst()
                    .orElseThrow();
            more.put(
                    "gated",
                    Stage.file(SampleFiles.url(gated, ".gitattributes")).build());
            more.put(
                    "missing",
                    Stage.file("https://huggingface.co/no/model/resolve/x/y").build());
            more.put("no url", Stage.file("file:///etc/passwd").build());
            more.put(
                    "bundle",
                    Stage.file("https://huggingface.co/x")
                            .setKind(ArtifactKind.GIT_BUNDLE)
                            .build());
            more.put("manifest:m", manifest());
            stage.send(
                    stage.topics.artifactRequests(), Map.of("garbage", "no record".getBytes(StandardCharsets.UTF_8)));
            stage.ask(stage.topics.artifactRequests(), more);
            stage.ask(stage.topics.artifactRequestsLarge(), files.large);
            int wanted = more.size() + files.large.size();

            // when
            Map<String, ArtifactResult> results;
            try (Sink sink = stage.sink(http, store)) {
                results = stage.results(wanted);
            }

            // then
            assertThat(results).hasSize(wanted);
            files.truth.forEach((key, truth) -> assertThat(results.get(key)).satisfies(it -> shows(it, truth)));
            Map<String, FileReason> refused = new HashMap<>();
            results.forEach((key, it) -> {
                if (more.containsKey(key) && it.getReason() != null) {
                    refused.put(key, it.getReason());
                }
            });
            assertThat(refused)
                    .containsAllEntriesOf(Map.of(
                            "gated", FileReason.GATED,
                            "missing", FileReason.FORBIDDEN,
                            "no url", FileReason.BAD_REQUEST,
                            "bundle", FileReason.BAD_REQUEST))
                    .doesNotContainKey("manifest:m");
            assertShowsExactly(store, files);
            long lying =
                    files.truth.values().stream().filter(it -> !it.digestTrue()).count();
            assertThat(lying).isPositive();
            List<DeadLetter> letters = stage.letters((int) lying + 1);
            assertThat(letters)
                    .filteredOn(it -> it.getReason() == DeadLetterReason.WRONG_BYTES)
                    .hasSize((int) lying);
            assertThat(letters)
                    .filteredOn(it -> it.getReason() == DeadLetterReason.BAD_RECORD)
                    .singleElement()
                    .satisfies(it -> assertThat(it.getMessage()).contains("no artifact request"));
        }
    }

    @Test
    void keepsAFileThatTakesLongerThanTheLockAndFetchesItOnce() throws Exception {
        // given
        Stage stage = new Stage(kafka, "slow.");
        byte[] bytes = new byte[20_000];
        String digest = Sha256.of(bytes);
        try (ByteHosts hosts = new ByteHosts(dir)) {
            hosts.hub.enqueue(new MockResponse.Builder()
                    .body(new okio.Buffer().write(bytes))
                    .throttleBody(2_000, 1_200, TimeUnit.MILLISECONDS)
                    .build());
            ArtifactRequest request = Stage.file(ByteHosts.FILE.toString())
                    .setSha256(digest)
                    .setSize(20_000L)
                    .build();
            stage.ask(stage.topics.artifactRequestsLarge(), Map.of("sha256:" + digest, request));

            // when
            Map<String, ArtifactResult> results;
            try (Sink one = stage.sink(hosts.http, hosts.store);
                    Sink other = stage.sink(hosts.http, hosts.store)) {
                results = stage.results(1);
            }

            // then
            assertThat(results.values()).singleElement().satisfies(it -> {
                assertThat(it.getState()).isEqualTo(ResultState.STORED);
                assertThat(it.getFetchedBytes()).isEqualTo(20_000);
            });
            assertThat(hosts.hub.getRequestCount()).isEqualTo(1);
            assertThat(stage.committed(stage.topics.artifactResults())).hasSize(1);
            assertThat(hosts.visible()).containsExactly(ObjectKey.blob(digest));
        }
    }

    @Test
    void answersEachOnceWhereSomeEndWhileOthersAreRenewed() throws Exception {
        // given
        Stage stage = new Stage(kafka, "renewed.");
        try (ByteHosts hosts = new ByteHosts(dir)) {
            hosts.hub.setDispatcher(new Staggered(Duration.ofMillis(3700), Duration.ofMillis(20)));
            Map<String, ArtifactRequest> requests = new HashMap<>();
            for (int i = 0; i < 96; i++) {
                requests.put("url:" + i, Stage.file(ByteHosts.FILE + "?" + i).build());
            }
            stage.ask(stage.topics.artifactRequests(), requests);

            // when
            try (Sink sink = stage.sink(hosts.http, hosts.store)) {
                stage.results(96);
            }

            // then
            assertThat(stage.committed(stage.topics.artifactResults()))
                    .extracting(ConsumerRecord::key)
                    .containsExactlyInAnyOrderElementsOf(requests.keySet());
            // Whoever finds no place at the host in time is deferred without having asked.
            assertThat(hosts.hub.getRequestCount()).isLessThanOrEqualTo(96);
        }
    }

    @Test
    void givesUpARequestThatNobodyCouldAnswerFiveTimes() throws Exception {
        // given
        Stage stage = new Stage(kafka, "poison.");
        try (ByteHosts hosts = new ByteHosts(dir)) {
            stage.ask(
                    stage.topics.artifactRequests(),
                    Map.of(
                            "poison",
                            Stage.file(ByteHosts.FILE.toString()).setAttempt(4).build()));
            takeAndRelease(stage, 5);

            // when
            Map<String, ArtifactResult> results;
            try (Sink sink = stage.sink(hosts.http, hosts.store)) {
                results = stage.results(1);
            }

            // then
            assertThat(results).containsOnlyKeys("poison");
            assertThat(results.values()).singleElement().satisfies(it -> {
                assertThat(it.getState()).isEqualTo(ResultState.DEFERRED);
                assertThat(it.getReason()).isEqualTo(FileReason.SINK_FAILED);
                assertThat(it.getAttempt()).isEqualTo(4);
                assertThat(it.getUntil()).isAfter(it.getAt());
            });
            assertThat(stage.letters(1)).singleElement().satisfies(it -> {
                assertThat(it.getReason()).isEqualTo(DeadLetterReason.BAD_RECORD);
                assertThat(it.getMessage()).contains("was taken 6 times");
            });
            assertThat(hosts.hub.getRequestCount()).isZero();
        }
    }

    @Test
    void answersWhatItCannotFinishWhenItCloses() throws Exception {
        // given
        Stage stage = new Stage(kafka, "drain.");
        try (ByteHosts hosts = new ByteHosts(dir)) {
            hosts.hub.setDispatcher(new Stalling());
            Map<String, ArtifactRequest> requests = new HashMap<>();
            for (int i = 0; i < 40; i++) {
                requests.put("url:" + i, Stage.file(ByteHosts.FILE + "?" + i).build());
            }
            stage.ask(stage.topics.artifactRequests(), requests);

            // when
            try (Sink sink = stage.sink(hosts.http, hosts.store, "sink.small", "4")) {
                org.awaitility.Awaitility.await().atMost(Stage.PATIENCE).until(() -> hosts.hub.getRequestCount() >= 4);
            }
            Map<String, ArtifactResult> cut = stage.results(4);
            hosts.hub.setDispatcher(new Prompt());
            Map<String, ArtifactResult> all;
            try (Sink sink = stage.sink(hosts.http, hosts.store)) {
                all = stage.results(40);
            }

            // then
            assertThat(cut).hasSize(4).allSatisfy((key, it) -> {
                assertThat(it.getReason()).isEqualTo(FileReason.STOPPING);
                assertThat(it.getUntil()).isEqualTo(it.getAt());
            });
            assertThat(all.values())
                    .filteredOn(it -> it.getState() == ResultState.STORED)
                    .hasSize(36)
                    .allSatisfy(it -> assertThat(it.getVerification()).isEqualTo(Verification.NONE));
            assertThat(hosts.visible()).hasSize(1);
        }
    }

    private static void shows(ArtifactResult result, FileTruth truth) {
        assertThat(result.getAttempt()).isEqualTo(1);
        assertThat(result.getUrl()).startsWith("https://huggingface.co/");
        if (truth.digestTrue()) {
            assertThat(result.getState()).isEqualTo(ResultState.STORED);
            assertThat(result.getSha256()).isEqualTo(truth.sha256());
            assertThat(result.getSize()).isEqualTo(truth.size());
            assertThat(result.getObjectKey())
                    .isEqualTo(ObjectKey.blob(truth.sha256()).text());
            assertThat(result.getVerification()).isEqualTo(truth.large() ? Verification.SHA256 : Verification.GIT_SHA1);
        } else {
            assertThat(result.getState()).isEqualTo(ResultState.FAILED);
            assertThat(result.getReason()).isEqualTo(FileReason.DIGEST_MISMATCH);
            assertThat(result.getMessage()).contains(truth.large() ? truth.announcedSha256() : truth.oid());
        }
    }

    private static void assertShowsExactly(ObjectStore store, SampleFiles files) throws Exception {
        TreeSet<String> expected = new TreeSet<>();
        files.truth.values().stream()
                .filter(FileTruth::digestTrue)
                .map(FileTruth::sha256)
                .forEach(expected::add);
        TreeSet<String> found = new TreeSet<>();
        try (Stream<ObjectKey> keys = store.list("blobs/")) {
            for (ObjectKey key : (Iterable<ObjectKey>) keys::iterator) {
                try (InputStream bytes = store.read(key)) {
                    String digest = Sha256.of(bytes.readAllBytes());
                    assertThat(key).isEqualTo(ObjectKey.blob(digest));
                    found.add(digest);
                }
            }
        }
        assertThat(found).isEqualTo(expected);
        try (Stream<ObjectKey> keys = store.list("packages/")) {
            assertThat(keys).containsExactly(ObjectKey.manifest("huggingface", "../m", "abc"));
        }
    }

    private static ArtifactRequest manifest() {
        return ArtifactRequest.newBuilder()
                .setKind(ArtifactKind.MANIFEST)
                .setAttempt(1)
                .setHub("huggingface")
                .setModel("huggingface/../m")
                .setManifest(new Manifest("huggingface", "../m", "o/m", "abc", 1L, 0L, List.of()))
                .build();
    }

    private static HubHttp http(SampleHub hub) {
        return HubHttp.create(
                HubHttpConfig.defaults("test")
                        .withEndpoints(List.of(new Endpoint("huggingface.co", hub.apiUri())))
                        .withAllowPrivate(List.of(HostPort.parse(hub.cdnUri().getAuthority())))
                        .withPace(1, Duration.ofSeconds(30)),
                new SimpleMeterRegistry());
    }

    /** As a sink would that dies each time before it answers. */
    private static void takeAndRelease(Stage stage, int times) {
        Properties properties = stage.settings.common();
        properties.put("group.id", SinkGroups.small(stage.topics));
        properties.put("share.acknowledgement.mode", "explicit");
        try (var consumer =
                new KafkaShareConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(stage.topics.artifactRequests().name()));
            for (int taken = 0; taken < times; ) {
                for (var entry : consumer.poll(Duration.ofMillis(500))) {
                    consumer.acknowledge(entry, AcknowledgeType.RELEASE);
                    taken++;
                }
                consumer.commitSync();
            }
        }
    }
}
