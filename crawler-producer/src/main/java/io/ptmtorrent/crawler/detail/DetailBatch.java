package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.crawler.wire.Letters;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes as many requests as are answered at the same time, and acknowledges each once its answer is in Kafka.
 *
 * <pre>
 *   poll ─► answer, each on a virtual thread ─► a round is over ─► flush ─► done: ACCEPT   ─► commit ─┐
 *     ▲                                                                     not yet: RENEW           │
 *     └────────── the renewed ones come again; new ones when none of them is left ◄─────────────────┘
 * </pre>
 *
 * <p>A round ends when all are answered, or early enough to renew the locks of those that are not: a model of many pages
 * may take minutes. Meanwhile this member takes nothing new (KIP-1222 gives it the renewed records alone): what its host's
 * pace would mostly not allow anyway. After {@link Work#LONGEST} it is refused for now, so nobody waits for the slowest for
 * ever. For one thread.
 */
final class DetailBatch implements AutoCloseable {
    /** A part of the group's lock, so that no record is given to another while it is answered. */
    static final Duration ROUND = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(DetailBatch.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final DetailAnswer answer;
    private final BiConsumer<String, ObservationKind> answered;
    private final Clock clock;
    private final KafkaAnswerLog log;
    private final ShareConsumer<String, byte[]> consumer;
    private final Deserializer<DetailRequest> requests;
    private final Map<Place, Work> working = new HashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Which record it is; a renewed one comes again as another instance. */
    private record Place(TopicPartition partition, long offset) {
        static Place of(ConsumerRecord<?, ?> entry) {
            return new Place(new TopicPartition(entry.topic(), entry.partition()), entry.offset());
        }
    }

    DetailBatch(
            KafkaSettings settings,
            DetailAnswer answer,
            int size,
            BiConsumer<String, ObservationKind> answered,
            Clock clock) {
        this.answer = answer;
        this.answered = answered;
        this.clock = clock;
        this.requests = RecordSerdes.deserializer(settings, settings.topics().detailRequests());
        this.log = new KafkaAnswerLog(settings);
        this.consumer = new KafkaShareConsumer<>(
                properties(settings, size), new StringDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(settings.topics().detailRequests().name()));
    }

    private static Properties properties(KafkaSettings settings, int size) {
        Properties properties = settings.common();
        properties.put("group.id", DetailGroup.name(settings.topics()));
        properties.put("share.acknowledgement.mode", "explicit");
        properties.put("share.acquire.mode", "record_limit");
        properties.put("max.poll.records", Integer.toString(size));
        return properties;
    }

    /** Answers for a round: the next requests, if there are any, and those of the round before. */
    void answer() throws InterruptedException {
        Map<ConsumerRecord<String, byte[]>, Work> held = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> entry : consumer.poll(POLL)) {
            held.put(entry, working.computeIfAbsent(Place.of(entry), place -> begin(entry)));
        }
        await(held.values());
        Set<Work> over = working.values().stream()
                .filter(work -> work.isOver(clock.instant()))
                .collect(Collectors.toSet());
        log.flush();
        held.forEach((entry, work) ->
                consumer.acknowledge(entry, over.contains(work) ? AcknowledgeType.ACCEPT : AcknowledgeType.RENEW));
        if (!held.isEmpty()) {
            commit();
        }
        working.values().removeAll(over);
    }

    private void commit() {
        consumer.commitSync()
                .forEach((partition, error) -> error.ifPresent(e -> LOG.atWarn()
                        .addKeyValue("topic", partition.topic())
                        .addKeyValue("partition", partition.partition())
                        .log("answered, but not acknowledged: {}", e.getMessage())));
    }

    /** Returns when all are done, or a round is over. */
    private static void await(Collection<Work> held) throws InterruptedException {
        CompletableFuture<?>[] all = held.stream().map(Work::done).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).exceptionally(e -> null).get(ROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
            LOG.atDebug().addKeyValue("held", all.length).log("a round is over before all are answered");
        }
    }

    private Work begin(ConsumerRecord<String, byte[]> entry) {
        try {
            DetailRequest request = requests.deserialize(entry.topic(), entry.value());
            return request == null ? unusable(entry, "a tombstone") : begin(request);
        } catch (RuntimeException e) {
            return unusable(entry, String.valueOf(e.getMessage()));
        }
    }

    private Work begin(DetailRequest request) {
        ModelKey key = new ModelKey(request.getHub(), request.getStableId());
        LOG.atDebug().addKeyValue("modelId", key).log("is asked");
        Reply reply = new Reply(request, log, clock, kind -> answered.accept(request.getHub(), kind));
        return Work.begin(reply, answer, threads, clock.instant());
    }

    private Work unusable(ConsumerRecord<String, byte[]> entry, String fault) {
        log.write(
                entry.key(),
                Letters.about(entry, DeadLetterReason.BAD_RECORD, "no detail request: " + fault, clock.instant()));
        return Work.nothing();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        consumer.close(CLOSE_PATIENCE);
        log.close();
        requests.close();
    }
}
