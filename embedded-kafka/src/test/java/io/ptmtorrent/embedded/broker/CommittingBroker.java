package io.ptmtorrent.embedded.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A process that commits transactions to a broker of its own until it is killed; says so once it is in the middle. */
final class CommittingBroker {
    static final String TOPIC = "committed";
    static final int PARTITIONS = 20;
    private static final int PRODUCERS = 8;
    private static final int COMMITS_BEFORE_WORD = 100;

    private CommittingBroker() {}

    public static void main(String[] args) throws Exception {
        LocalBroker broker = LocalBroker.start(Path.of(args[0]));
        BrokerClients clients = BrokerClients.of(broker);
        try (Admin admin = clients.admin()) {
            NewTopic topic = new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty());
            admin.createTopics(List.of(topic)).all().get();
        }
        AtomicInteger commits = new AtomicInteger();
        for (int i = 0; i < PRODUCERS; i++) {
            String id = "committer-" + i;
            Thread.ofPlatform().start(() -> commitAlways(clients, id, commits));
        }
    }

    private static void commitAlways(BrokerClients clients, String id, AtomicInteger commits) {
        try (KafkaProducer<byte[], byte[]> producer =
                clients.producer(Map.of("transactional.id", id, "transaction.timeout.ms", "1000"))) {
            producer.initTransactions();
            while (true) {
                producer.beginTransaction();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    // A failed send fails the commit.
                    Future<RecordMetadata> unused =
                            producer.send(new ProducerRecord<>(TOPIC, partition, null, new byte[1]));
                }
                producer.commitTransaction();
                if (commits.incrementAndGet() == COMMITS_BEFORE_WORD) {
                    System.out.println("in the middle");
                }
            }
        }
    }
}
