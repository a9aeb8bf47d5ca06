package io.ptmtorrent.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerIT {
    private static final int OBSERVATION_BYTES = 8 * 1024 * 1024;

    @TempDir
    Path dir;

    @Test
    void recordsOutliveARestart() throws Exception {
        // given
        try (LocalBroker broker = LocalBroker.start(dir)) {
            BrokerClients.of(broker).createTopic("models", Map.of());
            BrokerClients.of(broker).write("models", "a", "b");
        }

        // when
        List<String> read;
        try (LocalBroker broker = LocalBroker.start(dir)) {
            BrokerClients.of(broker).write("models", "c");
            read = BrokerClients.of(broker).read("models");
        }

        // then
        assertThat(read).containsExactly("a", "b", "c");
    }

    @Test
    void startsOnWhatAKilledBrokerLeftWithEveryAcknowledgedRecord(@TempDir Path elsewhere) throws Exception {
        // given
        Path left = elsewhere.resolve("left");
        try (LocalBroker broker = LocalBroker.start(dir)) {
            BrokerClients.of(broker).createTopic("models", Map.of());
            BrokerClients.of(broker).write("models", "a", "b");
            copy(dir, left);
        }

        // when
        List<String> read;
        try (LocalBroker broker = LocalBroker.start(left)) {
            BrokerClients.of(broker).write("models", "c");
            read = BrokerClients.of(broker).read("models");
        }

        // then
        assertThat(read).containsExactly("a", "b", "c");
    }

    @Test
    void carriesTheLargestObservation() throws Exception {
        // given
        byte[] observation = new byte[OBSERVATION_BYTES];
        new Random(7).nextBytes(observation);
        try (LocalBroker broker = LocalBroker.start(dir)) {
            BrokerClients clients = BrokerClients.of(broker);
            clients.createTopic("defaults", Map.of());
            clients.createTopic("sized", Map.of("max.message.bytes", Integer.toString(OBSERVATION_BYTES + 64 * 1024)));

            // when
            try (KafkaProducer<byte[], byte[]> producer = clients.producer(Map.of("compression.type", "zstd"))) {
                producer.send(new ProducerRecord<>("defaults", observation)).get();
                producer.send(new ProducerRecord<>("sized", observation)).get();
            }

            // then
            assertThat(clients.readBytes("defaults")).containsExactly(observation);
            assertThat(clients.readBytes("sized")).containsExactly(observation);
        }
    }

    @Test
    void aReadCommittedReaderSeesCommittedTransactionsAlone() throws Exception {
        // given
        try (LocalBroker broker = LocalBroker.start(dir)) {
            BrokerClients clients = BrokerClients.of(broker);
            clients.createTopic("observations", Map.of());

            // when
            try (KafkaProducer<byte[], byte[]> producer = clients.producer(Map.of("transactional.id", "crawl-hub"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(BrokerClients.record("observations", "committed")).get();
                producer.commitTransaction();
                producer.beginTransaction();
                producer.send(BrokerClients.record("observations", "aborted")).get();
                producer.abortTransaction();
            }

            // then
            assertThat(clients.read("observations")).containsExactly("committed");
        }
    }

    @Test
    void aShareGroupGetsEachRecordOnceItIsAccepted() throws Exception {
        // given
        try (LocalBroker broker = LocalBroker.start(dir)) {
            BrokerClients clients = BrokerClients.of(broker);
            clients.createTopic("requests", Map.of());
            clients.setGroup("workers", "share.auto.offset.reset", "earliest");
            clients.write("requests", "a", "b", "c");

            // when
            List<String> first = take(clients, 3);
            clients.write("requests", "d");
            List<String> second = take(clients, 1);

            // then
            assertThat(first).containsExactly("a", "b", "c");
            assertThat(second).containsExactly("d");
        }
    }

    @Test
    void topicsAreMadeWhenAskedForAndNeverByWriting() throws Exception {
        // given
        try (LocalBroker broker = LocalBroker.start(dir)) {
            BrokerClients clients = BrokerClients.of(broker);
            clients.createTopic("wanted", Map.of());

            // when
            try (KafkaProducer<byte[], byte[]> producer = clients.producer(Map.of("max.block.ms", "1500"))) {
                assertThatThrownBy(() -> producer.send(BrokerClients.record("mistyped", "x"))
                                .get())
                        .hasCauseInstanceOf(TimeoutException.class);
            }

            // then
            try (Admin admin = clients.admin()) {
                assertThat(admin.listTopics().names().get()).containsExactly("wanted");
            }
        }
    }

    @Test
    void listensOnLoopbackAlone() throws Exception {
        // given
        List<ListeningSocket> before = ListeningSocket.ofThisProcess();

        // when
        List<ListeningSocket> opened;
        try (LocalBroker broker = LocalBroker.start(dir)) {
            opened = new ArrayList<>(ListeningSocket.ofThisProcess());
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
        }
        opened.removeAll(before);

        // then
        assertThat(opened).hasSize(2).allMatch(ListeningSocket::onLoopback);
    }

    @Test
    void twoBrokersServeInOneProcess(@TempDir Path other) throws Exception {
        // given
        try (LocalBroker first = LocalBroker.start(dir);
                LocalBroker second = LocalBroker.start(other)) {
            BrokerClients.of(first).createTopic("models", Map.of());
            BrokerClients.of(second).createTopic("models", Map.of());

            // when
            BrokerClients.of(first).write("models", "first");
            BrokerClients.of(second).write("models", "second");

            // then
            assertThat(BrokerClients.of(first).read("models")).containsExactly("first");
            assertThat(BrokerClients.of(second).read("models")).containsExactly("second");
        }
    }

    @Test
    void clientsGoThroughTheAdvertisedProxyAndTheBrokerDoesNot() throws Exception {
        // given
        try (CountingProxy proxy = new CountingProxy();
                LocalBroker broker =
                        LocalBroker.start(dir, Map.of("advertised.listeners", "PLAINTEXT://" + proxy.address()))) {
            proxy.leadTo(broker.listenAddress());
            int ofTheBroker = proxy.connections();

            // when
            BrokerClients clients = BrokerClients.of(broker);
            clients.createTopic("models", Map.of());
            clients.write("models", "a");

            // then
            assertThat(clients.read("models")).containsExactly("a");
            assertThat(broker.bootstrapServers()).isEqualTo(proxy.address());
            assertThat(ofTheBroker).isZero();
            assertThat(proxy.connections()).isPositive();
        }
    }

    @Test
    void servesAtTheGivenListener() throws Exception {
        // given
        int port = freePort();
        Map<String, String> fixed = Map.of("listeners", "PLAINTEXT://127.0.0.1:" + port);

        // when
        try (LocalBroker broker = LocalBroker.start(dir, fixed)) {
            BrokerClients.of(broker).createTopic("models", Map.of());

            // then
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
        }
    }

    @Test
    void aTakenPortFailsTheStartAndLeavesTheFolderUsable() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // given
            Map<String, String> there = Map.of("listeners", "PLAINTEXT://127.0.0.1:" + taken.getLocalPort());

            // when, then
            assertThatThrownBy(() -> LocalBroker.start(dir, there)).isInstanceOf(IOException.class);
        }
        try (LocalBroker broker = LocalBroker.start(dir)) {
            BrokerClients.of(broker).createTopic("models", Map.of());
        }
    }

    @Test
    void aFolderInUseIsRefused() throws Exception {
        // given
        try (LocalBroker broker = LocalBroker.start(dir)) {

            // when, then
            assertThatThrownBy(() -> LocalBroker.start(dir))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("lock");
            BrokerClients.of(broker).createTopic("models", Map.of());
        }
    }

    @Test
    void aFolderOfAnotherBrokerIsRefused() throws Exception {
        // given
        LocalBroker.start(dir).close();
        Path meta = dir.resolve("meta.properties");
        Files.writeString(meta, Files.readString(meta).replace("node.id=1", "node.id=2"));

        // when, then
        assertThatThrownBy(() -> LocalBroker.start(dir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open the broker's folder");
    }

    @Test
    void aFileWhereTheFolderShouldBeIsRefused() throws Exception {
        // given
        Path file = Files.createFile(dir.resolve("file"));

        // when, then
        assertThatThrownBy(() -> LocalBroker.start(file)).isInstanceOf(IOException.class);
    }

    @Test
    void aSettingThatKafkaRefusesIsNamed() {
        // given
        Map<String, String> wrong = Map.of("log.segment.bytes", "plenty");

        // when, then
        assertThatThrownBy(() -> LocalBroker.start(dir, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("plenty")
                .hasMessageContaining("log.segment.bytes");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void closingTwiceDoesNothingMore() throws Exception {
        // given
        LocalBroker broker = LocalBroker.start(dir);
        broker.close();

        // when
        broker.close();

        // then
        assertThat(broker.fault().toCompletableFuture()).isNotDone();
    }

    /** One worker's stay: it takes so many records, accepts each, and leaves. */
    private static List<String> take(BrokerClients clients, int count) {
        List<String> taken = new ArrayList<>();
        try (KafkaShareConsumer<byte[], byte[]> worker = clients.shareConsumer("workers")) {
            worker.subscribe(List.of("requests"));
            await().atMost(Duration.ofMinutes(5)).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : worker.poll(Duration.ofMillis(500))) {
                    taken.add(BrokerClients.text(record));
                    worker.acknowledge(record, AcknowledgeType.ACCEPT);
                }
                worker.commitSync();
                return taken.size() >= count;
            });
        }
        return taken;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
