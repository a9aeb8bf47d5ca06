package io.ptmtorrent.sink;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.sink.Work.Place;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests, as many as it works on at the same time, and keeps them until each is answered: the main way of this
 * module.
 *
 * <pre>
 *   poll ─► start what is new, each on a virtual thread ─► wait for all, half the lock at most
 *    ▲        (fetch, verify, store; then write the result, acknowledged by the brokers)
 *    └── commit ◄─ ACCEPT what is answered, RENEW the rest: the next poll gives it again, and nothing else
 * </pre>
 *
 * <p>A lock that was lost is no loss: the request comes again, here to the work that is still under way, elsewhere to
 * be done twice. For one thread, but for {@link #cutShort}.
 */
final class Slot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int UNTOLD_LOCK_MS = 15_000;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final Lane lane;
    private final Requests requests;
    private final ResultLog log;
    private final Answering answering;
    private final ShareConsumer<String, byte[]> consumer;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Place, Work> inHand = new HashMap<>();
    private volatile boolean cut;

    Slot(KafkaSettings settings, Lane lane, ArtifactAnswers answers, SinkMeters meters, Clock clock) {
        this.lane = lane;
        this.requests = new Requests(settings);
        this.log = new ResultLog(settings);
        this.answering = new Answering(lane.limits(), answers, log, meters, clock, () -> cut);
        this.consumer = new KafkaShareConsumer<>(
                properties(settings, lane), new StringDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(lane.topic()));
    }

    private static Properties properties(KafkaSettings settings, Lane lane) {
        Properties properties = settings.common();
        properties.put("group.id", lane.group());
        properties.put("share.acknowledgement.mode", "explicit");
        properties.put("share.acquire.mode", "record_limit");
        properties.put("max.poll.records", Integer.toString(lane.batch()));
        properties.put("max.poll.interval.ms", Long.toString(Duration.ofHours(1).toMillis()));
        return properties;
    }

    /** Takes what there is, or goes on with what it holds; returns after half a lock at most. */
    void turn() throws InterruptedException {
        Map<ConsumerRecord<String, byte[]>, Work> held = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> entry : consumer.poll(POLL)) {
            held.put(entry, inHand.computeIfAbsent(Place.of(entry), place -> start(entry)));
        }
        // A lock that was lost gives nothing to acknowledge.
        inHand.values().removeIf(work -> work.isDone() && !held.containsValue(work));
        if (!held.isEmpty()) {
            await(held.values().stream().map(Work::answered).toArray(CompletableFuture<?>[]::new));
            held.forEach(this::acknowledge);
            commit();
        }
    }

    /** What is renewed stays in hand, also if it is answered a moment later: it comes back, and is not begun again. */
    private void acknowledge(ConsumerRecord<String, byte[]> entry, Work work) {
        boolean done = work.isDone();
        consumer.acknowledge(entry, done ? AcknowledgeType.ACCEPT : AcknowledgeType.RENEW);
        if (done) {
            inHand.remove(Place.of(entry));
        }
    }

    /** Whether something it began is not answered yet. */
    boolean isBusy() {
        return !inHand.isEmpty();
    }

    /** Interrupts what is under way: it is answered as DEFERRED then. From any thread. */
    void cutShort() {
        cut = true;
        threads.shutdownNow();
    }

    private Work start(ConsumerRecord<String, byte[]> entry) {
        Requests.Taken taken = requests.read(entry);
        CompletableFuture<Void> answered = new CompletableFuture<>();
        Runnable work = () -> {
            try {
                answering.answer(taken);
                answered.complete(null);
            } catch (InterruptedException | RuntimeException | Error e) {
                answered.completeExceptionally(e);
            }
        };
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            answered.completeExceptionally(new KafkaException("came while the sink closes", e));
        }
        return new Work(answered);
    }

    private void await(CompletableFuture<?>[] answered) throws InterruptedException {
        int lock = consumer.acquisitionLockTimeoutMs().orElse(UNTOLD_LOCK_MS);
        try {
            CompletableFuture.allOf(answered).get(lock / 2, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.atDebug().addKeyValue("lane", lane.name()).log("renews what it holds");
        } catch (ExecutionException e) {
            throw new KafkaException("a request stays unanswered: " + e.getCause(), e.getCause());
        }
    }

    private void commit() {
        consumer.commitSync()
                .forEach((partition, error) -> error.ifPresent(e -> LOG.atWarn()
                        .addKeyValue("topic", partition.topic())
                        .addKeyValue("partition", partition.partition())
                        .log("answered or renewed, but not acknowledged: {}", e.getMessage())));
    }

    /** Ends at once: what was not acknowledged goes back to the group. */
    @Override
    public void close() {
        cutShort();
        consumer.close(CLOSE_PATIENCE);
        log.close();
        requests.close();
    }
}
