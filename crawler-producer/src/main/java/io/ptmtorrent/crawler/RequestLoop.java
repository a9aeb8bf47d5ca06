package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the crawl requests in a consumer group: who holds a partition owns the hubs whose key lies there.
 *
 * <pre>
 *   assigned ─► take the hubs ─► a request: given to its hub, the partition waits until it is accepted
 *   revoked, lost ─► stop them
 *   a hub's loop ended ─► a commit of the offset, which only a member may do, confirms that it is still ours ─► retake
 * </pre>
 *
 * <p>It always polls, so a slow hub never costs the membership. Runs on one thread until {@link #stop}.
 */
final class RequestLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLoop.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String topic;
    private final List<String> hubs;
    private final BiFunction<String, Supplier<ConsumerGroupMetadata>, OwnedHub> takeHub;
    private final LetterBox letters;
    private final Consumer<String, byte[]> consumer;
    private final Deserializer<CrawlRequest> requests;
    private final Map<String, OwnedHub> owned = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    private volatile ConsumerGroupMetadata membership;

    RequestLoop(
            KafkaSettings settings,
            CrawlerConfig config,
            BiFunction<String, Supplier<ConsumerGroupMetadata>, OwnedHub> takeHub,
            LetterBox letters) {
        this.topic = settings.topics().crawlRequests().name();
        this.hubs = config.hubs();
        this.takeHub = takeHub;
        this.letters = letters;
        this.requests = RecordSerdes.deserializer(settings, settings.topics().crawlRequests());
        this.consumer = new KafkaConsumer<>(
                properties(settings, config.sessionTimeout()), new StringDeserializer(), new ByteArrayDeserializer());
        this.membership = consumer.groupMetadata();
    }

    private static Properties properties(KafkaSettings settings, Duration sessionTimeout) {
        Properties properties = settings.consumer();
        properties.put("group.id", settings.topics().prefix() + "crawler");
        properties.put("group.protocol", "classic");
        properties.put("session.timeout.ms", Long.toString(sessionTimeout.toMillis()));
        properties.put("heartbeat.interval.ms", Long.toString(sessionTimeout.toMillis() / 4));
        // Only hubs that move are stopped in a rebalance.
        properties.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        properties.put("max.poll.records", "1");
        return properties;
    }

    @Override
    public void run() {
        try (consumer;
                requests) {
            consumer.subscribe(List.of(topic), new Owners());
            while (!stopped) {
                turn();
            }
        } catch (WakeupException e) {
            LOG.atDebug().log("woken up to stop");
        } finally {
            stopHubs(owned.keySet());
        }
    }

    /** Ends the loop: its hubs stop and the group is left; from any thread. */
    void stop() {
        stopped = true;
        consumer.wakeup();
    }

    /** Runs of the hubs that this process owns; from any thread. */
    List<CrawlProgress> progress() {
        return owned.values().stream().flatMap(hub -> hub.progress().stream()).toList();
    }

    private void turn() {
        for (ConsumerRecord<String, byte[]> entry : consumer.poll(POLL)) {
            read(entry);
        }
        membership = consumer.groupMetadata();
        consumer.paused().stream().filter(partition -> !isBusy(partition)).forEach(this::resume);
        owned.forEach(this::retakeIfDead);
    }

    private void read(ConsumerRecord<String, byte[]> entry) {
        TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
        switch (RequestCheck.of(entry, requests, hubs)) {
            case RequestCheck.Bad bad -> reject(entry, bad.reason(), bad.message());
            case RequestCheck.Good good -> offer(good.request(), partition, entry);
        }
    }

    private void offer(CrawlRequest request, TopicPartition partition, ConsumerRecord<String, byte[]> entry) {
        OwnedHub hub = owned.get(request.getHub());
        if (hub == null) {
            String message = "the record lies where its key does not lead; nobody reads it there";
            reject(entry, DeadLetterReason.BAD_VALUE, message);
            return;
        }
        consumer.pause(List.of(partition));
        hub.offer(new Ask(request, partition, entry.offset()));
    }

    /** The letter is written before the offset moves; written twice, it has the same id. */
    private void reject(ConsumerRecord<String, byte[]> entry, DeadLetterReason reason, String message) {
        letters.write(entry, reason, message);
        TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
        commit(partition, () -> entry.offset() + 1);
    }

    private boolean isBusy(TopicPartition partition) {
        return owned.values().stream()
                .map(OwnedHub::pending)
                .anyMatch(ask -> ask != null && ask.partition().equals(partition));
    }

    private void resume(TopicPartition partition) {
        consumer.resume(List.of(partition));
    }

    private void retakeIfDead(String name, OwnedHub hub) {
        if (!hub.wantsRetake()) {
            return;
        }
        TopicPartition partition = new TopicPartition(topic, partitionOf(name));
        Ask pending = hub.pending();
        if (commit(partition, () -> pending == null ? consumer.position(partition) : pending.offset())) {
            hub.retake();
        }
    }

    private boolean commit(TopicPartition partition, LongSupplier next) {
        return commit(consumer, partition, next);
    }

    /**
     * Says up to where requests are accepted; false where the group does not take it now: this process is no longer the
     * partition's owner, or a rebalance is under way (neither of which Kafka calls retriable), or no answer came in time.
     */
    static boolean commit(Consumer<?, ?> consumer, TopicPartition partition, LongSupplier next) {
        try {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next.getAsLong())));
            return true;
        } catch (CommitFailedException | RebalanceInProgressException | RetriableException e) {
            LOG.atWarn()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("partition", partition.partition())
                    .log("the group does not take the offset now: {}", e.getMessage());
            return false;
        }
    }

    /** Where the default partitioner puts a hub's requests. */
    private int partitionOf(String hub) {
        int partitions = consumer.partitionsFor(topic).size();
        return Utils.toPositive(Utils.murmur2(hub.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    private List<String> hubsOn(Collection<TopicPartition> partitions) {
        return hubs.stream()
                .filter(hub -> partitions.contains(new TopicPartition(topic, partitionOf(hub))))
                .toList();
    }

    private void stopHubs(Collection<String> names) {
        List<OwnedHub> stopping = List.copyOf(names).stream()
                .map(owned::remove)
                .filter(Objects::nonNull)
                .toList();
        stopping.forEach(OwnedHub::stop);
        stopping.forEach(OwnedHub::join);
    }

    /** Takes and stops hubs as partitions come and go; called while polling and closing. */
    private final class Owners implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            membership = consumer.groupMetadata();
            for (String hub : hubsOn(partitions)) {
                owned.put(hub, takeHub.apply(hub, () -> membership));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            stopHubs(hubsOn(partitions));
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            stopHubs(hubsOn(partitions));
        }
    }
}
