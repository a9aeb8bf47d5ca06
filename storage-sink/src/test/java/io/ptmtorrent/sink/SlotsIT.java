package io.ptmtorrent.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.embedded.broker.LocalKafka;
import io.ptmtorrent.embedded.registry.LocalRegistry;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.sink.fetch.ByteHosts;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Slots and their share groups, under load and where something dies; on a real broker. */
@SuppressWarnings("try") // a sink works while it is open; nobody calls it
class SlotsIT {
    private static final int SLOTS = 5;

    /** So many that every partition has some for each of its slots. */
    private static final int REQUESTS = 40;

    /** More than a partition has under way by a broker's default. */
    private static final int BEHIND = 3_000;

    private static final String BYTES = "the bytes of a model";
    private static final String DIGEST = Sha256.of(BYTES.getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path dir;

    @RegisterExtension
    private final ProcessLogs logs = new ProcessLogs(() -> dir);

    @Test
    void slotsBeyondThePartitionsWorkAtTheSameTime() throws Exception {
        // given
        try (LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), Stage.broker());
                ByteHosts hosts = new ByteHosts(dir);
                HubHttp http = hosts.newClient(Stage.PATIENCE)) {
            Stage stage = new Stage(kafka, "many.");
            Gate gate = new Gate(query -> !query.equals("0"));
            hosts.hub.setDispatcher(gate);
            assertThat(stage.topics.artifactRequestsLarge().partitions()).isLessThan(SLOTS);

            // when
            try (Sink one = stage.sink(http, hosts.store, "sink.large", "2");
                    Sink other = stage.sink(http, hosts.store, "sink.large", "3")) {
                // A host is asked by one request until its first answer says what it allows.
                stage.ask(stage.topics.artifactRequestsLarge(), requests(1));
                stage.awaitAnswered(1);
                Map<String, ArtifactRequest> others = requests(REQUESTS);
                others.remove("url:0");
                stage.ask(stage.topics.artifactRequestsLarge(), others);
                gate.await(SLOTS);
                gate.open();
                stage.awaitAnswered(REQUESTS);
            }

            // then
            assertThat(stage.results(REQUESTS))
                    .allSatisfy((key, it) -> assertThat(it.getState()).isEqualTo(ResultState.STORED));
        }
    }

    @Test
    void aSlowRequestHoldsUpNoneOfThreeThousandBehindIt() throws Exception {
        // given
        try (LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), Stage.broker());
                ByteHosts hosts = new ByteHosts(dir);
                HubHttp http = hosts.newClient(Stage.PATIENCE)) {
            Stage stage = new Stage(kafka, "slow.");
            Gate gate = new Gate(query -> query.equals("slow"));
            hosts.hub.setDispatcher(gate);
            try (Sink sink = stage.sink(http, hosts.store, "sink.small-time", "PT5M")) {
                // A host is asked by one request until its first answer says what it allows.
                stage.ask(stage.topics.artifactRequests(), requests(1));
                stage.awaitAnswered(1);
                stage.ask(stage.topics.artifactRequests(), Map.of("url:slow", request("slow")));
                gate.await(1);

                // when
                stage.ask(stage.topics.artifactRequests(), requests(1 + BEHIND));
                stage.awaitAnswered(1 + BEHIND);

                // then
                assertThat(stage.answered()).doesNotContain("url:slow");
                gate.open();
                stage.awaitAnswered(1 + BEHIND + 1);
            }
        }
    }

    @Test
    void sinksComeAndGoInTheMiddle() throws Exception {
        // given
        try (LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), Stage.broker());
                ByteHosts hosts = new ByteHosts(dir)) {
            Stage stage = new Stage(kafka, "scale.");
            hosts.hub.setDispatcher(new Staggered(Duration.ofMillis(100), Duration.ofMillis(1)));
            stage.ask(stage.topics.artifactRequests(), requests(600));

            // when
            try (Sink stays = stage.sink(hosts.http, hosts.store, "sink.small", "4")) {
                stage.awaitAnswered(20);
                List<Sink> more = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    more.add(stage.sink(hosts.http, hosts.store, "sink.small", "4"));
                }
                stage.awaitAnswered(200);
                more.forEach(Sink::close);
                stage.awaitAnswered(600);
            }

            // then
            assertThat(stage.committed(stage.topics.artifactResults()))
                    .as("answered by those that left, too, if as what the ledger has to ask for again")
                    .extracting(it -> it.value().getState())
                    .isSubsetOf(ResultState.STORED, ResultState.DEFERRED)
                    .contains(ResultState.STORED);
        }
    }

    @Test
    void aSinkThatWasFrozenPastItsLockDoesNoHarmAndGoesOn() throws Exception {
        // given
        Path objects = dir.resolve("objects");
        try (LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), Stage.broker());
                ByteHosts hosts = new ByteHosts(dir)) {
            Stage stage = new Stage(kafka, "frozen.");
            Gate gate = new Gate(query -> query.equals("0"));
            hosts.hub.setDispatcher(gate);
            stage.ask(stage.topics.artifactRequestsLarge(), requests(1));
            try (SinkProcess first = process("first", stage, hosts, objects)) {
                gate.await(1);

                // when
                first.freeze();
                try (SinkProcess second = process("second", stage, hosts, objects)) {
                    gate.await(1);
                    gate.open();
                    stage.awaitAnswered(1);
                }
                first.thaw();
                Map<String, ArtifactRequest> next = requests(2);
                next.remove("url:0");
                stage.ask(stage.topics.artifactRequestsLarge(), next);
                stage.awaitAnswered(2);

                // then
                assertThat(first.isAlive()).isTrue();
            }
            assertThat(stage.committed(stage.topics.artifactResults()))
                    .extracting(it -> it.value().getState())
                    .containsOnly(ResultState.STORED);
        }
    }

    @Test
    void goesOnAfterTheBrokerWasKilled() throws Exception {
        // given
        Path folder = dir.resolve("broker");
        try (LocalRegistry registry = LocalRegistry.start(dir.resolve("registry"));
                BrokerProcess broker = BrokerProcess.start(folder);
                ByteHosts hosts = new ByteHosts(dir)) {
            Stage stage = new Stage(broker.address(), registry.url(), "broker.");
            Gate gate = new Gate(query -> query.equals("0"));
            hosts.hub.setDispatcher(gate);
            stage.ask(stage.topics.artifactRequestsLarge(), requests(4));
            try (Sink sink = stage.sink(hosts.http, hosts.store)) {
                gate.await(1);

                // when
                broker.kill();
                try (BrokerProcess successor = broker.successor(folder)) {
                    gate.open();
                    stage.awaitAnswered(4);

                    // then
                    assertThat(successor.address()).isEqualTo(broker.address());
                    assertThat(hosts.visible()).containsExactly(ObjectKey.blob(DIGEST));
                }
            }
        }
    }

    @Test
    void waitsWhereTheGroupIsFullAndWorksOnceThereIsRoom() throws Exception {
        // given
        Map<String, String> narrow = new HashMap<>(Stage.broker());
        narrow.put("group.share.max.size", "1");
        try (LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), narrow);
                ByteHosts hosts = new ByteHosts(dir)) {
            Stage stage = new Stage(kafka, "full.");
            hosts.hub.setDispatcher(new Prompt());
            String[] oneMember = {"sink.small", "1", "sink.large", "0"};
            Sink first = stage.sink(hosts.http, hosts.store, oneMember);
            stage.ask(stage.topics.artifactRequests(), requests(1));
            stage.awaitAnswered(1);

            // when
            try (Sink second = stage.sink(hosts.http, hosts.store, oneMember)) {
                first.close();
                stage.ask(stage.topics.artifactRequests(), requests(2));

                // then
                stage.awaitAnswered(2);
            }
        }
    }

    @Test
    void saysThatTheBrokersKnowNoShareGroups() throws Exception {
        // given
        CompletableFuture<Throwable> fatal = new CompletableFuture<>();
        try (LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), Stage.broker());
                ByteHosts hosts = new ByteHosts(dir)) {
            Stage stage = new Stage(kafka, "old.");
            try (Admin admin = Admin.create(stage.settings.common())) {
                admin.updateFeatures(
                                Map.of(
                                        "share.version",
                                        new FeatureUpdate((short) 0, FeatureUpdate.UpgradeType.UNSAFE_DOWNGRADE)),
                                new UpdateFeaturesOptions())
                        .all()
                        .get();
            }

            // when
            try (Sink sink = Sink.start(
                    stage.settings,
                    Stage.config(),
                    hosts.http,
                    hosts.store,
                    new SimpleMeterRegistry(),
                    fatal::complete)) {
                Throwable told = fatal.get(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);

                // then
                assertThat(told).hasMessageContaining("Kafka 4.2 or newer").hasMessageContaining("share.version");
            }
        }
    }

    /** All for the same bytes, as {@code url:0}, {@code url:1} and so on. */
    private static Map<String, ArtifactRequest> requests(int count) {
        Map<String, ArtifactRequest> requests = new HashMap<>();
        for (int i = 0; i < count; i++) {
            requests.put("url:" + i, request(Integer.toString(i)));
        }
        return requests;
    }

    private static ArtifactRequest request(String query) {
        return Stage.file(ByteHosts.FILE + "?" + query).build();
    }

    private SinkProcess process(String name, Stage stage, ByteHosts hosts, Path objects) throws Exception {
        return SinkProcess.start(
                name, stage.settings, hosts.hub.url("/").uri(), Map.of("store.directory", objects.toString()), dir);
    }
}
