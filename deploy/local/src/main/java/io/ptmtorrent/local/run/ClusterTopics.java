package io.ptmtorrent.local.run;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** What a service must find on a cluster before it starts: services make no topics. */
public final class ClusterTopics {
    private static final int TIMEOUT_SECONDS = 60;

    private ClusterTopics() {}

    /**
     * Partitions of the observations.
     *
     * @throws IOException when a topic is missing, or the cluster does not answer
     */
    public static int partitions(KafkaSettings kafka) throws IOException, InterruptedException {
        try (Admin admin = Admin.create(kafka.common())) {
            Set<String> there = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<String> missing = kafka.topics().all().stream()
                    .map(Topic::name)
                    .filter(name -> !there.contains(name))
                    .toList();
            if (!missing.isEmpty()) {
                throw new IOException(
                        "the cluster has no topic " + String.join(", ", missing) + "; ptm topics makes it");
            }
            String observations = kafka.topics().observations().name();
            return admin
                    .describeTopics(List.of(observations))
                    .allTopicNames()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .mapToInt(topic -> topic.partitions().size())
                    .sum();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Kafka at " + kafka.bootstrapServers() + " does not tell its topics: " + e, e);
        }
    }
}
