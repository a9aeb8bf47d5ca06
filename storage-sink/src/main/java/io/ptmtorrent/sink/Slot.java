package io.ptmtorrent.sink;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
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
    /** A request that comes for the sixth time took five slots down with it, or they could not say what became of it. */
    static final int MOST_DELIVERIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int UNTOLD_LOCK_MS = 15_000;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final Lane lane;
    private final ArtifactAnswers answers;
    private final SinkMeters meters;
    private final Clock clock;
    private final ResultLog log;
    private final ShareConsumer<String, byte[]> consumer;
    private final Deserializer<ArtifactRequest> requests;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Place, Work> inHand = new HashMap<>();
    private volatile boolean cut;

    Slot(KafkaSettings settings, Lane lane, ArtifactAnswers answers, SinkMeters meters, Clock clock) {
        this.lane = lane;
        this.answers = answers;
        this.meters = meters;
        this.clock = clock;
        this.requests = RecordSerdes.deserializer(settings, settings.topics().artifactRequests());
        this.log = new ResultLog(settings);
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
        CompletableFuture<Void> answered = new CompletableFuture<>();
        Runnable work = () -> {
            try {
                answer(entry);
                answered.complete(null);
            } catch (InterruptedException | RuntimeException | Error e) {
                answered.completeExceptionally(e);
            }
        };
        if (!threads.isShutdown()) {
            threads.execute(work);
        } else {
            answered.completeExceptionally(new KafkaException("came while the sink closes"));
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

    private void answer(ConsumerRecord<String, byte[]> entry) throws InterruptedException {
        ArtifactRequest request;
        try {
            request = requests.deserialize(entry.topic(), entry.value());
        } catch (RuntimeException e) {
            unusable(entry, "no artifact request: " + e.getMessage());
            return;
        }
        if (request == null || entry.key() == null) {
            unusable(entry, "no artifact request: no " + (request == null ? "value" : "key"));
            return;
        }
        answer(entry, request);
    }

    private void answer(ConsumerRecord<String, byte[]> entry, ArtifactRequest request) throws InterruptedException {
        long start = System.nanoTime();
        int deliveries = entry.deliveryCount().orElse((short) 1);
        Answered answered;
        if (deliveries > MOST_DELIVERIES) {
            String why = "was taken " + deliveries + " times and never answered";
            unusable(entry, why);
            answered = answers.givenUp(request, why);
        } else {
            answered = answers.to(request, lane.limits(), () -> cut);
        }
        write(entry, request, answered);
        meters.answered(request.getHub(), answered.result(), Duration.ofNanos(System.nanoTime() - start));
        LOG.atDebug()
                .addKeyValue("hub", request.getHub())
                .addKeyValue("url", request.getUrl())
                .addKeyValue("bytes", answered.result().getFetchedBytes())
                .log("{} {}", answered.result().getState(), answered.result().getReason());
    }

    /** The interrupt that cuts the work short must not keep its answer from being written: it comes once. */
    private void write(ConsumerRecord<String, byte[]> entry, ArtifactRequest request, Answered answered)
            throws InterruptedException {
        boolean interrupted = cut && Thread.interrupted();
        try {
            writeOnce(entry, request, answered);
        } catch (InterruptedException e) {
            if (!cut || interrupted) {
                throw e;
            }
            writeOnce(entry, request, answered);
        }
    }

    private void writeOnce(ConsumerRecord<String, byte[]> entry, ArtifactRequest request, Answered answered)
            throws InterruptedException {
        if (answered.wrong() != null) {
            String message = String.valueOf(answered.result().getMessage());
            log.write(entry.key(), Letters.wrongBytes(entry, request, answered.wrong(), message, clock.instant()));
            meters.lettered();
        }
        log.write(entry.key(), answered.result());
    }

    private void unusable(ConsumerRecord<String, byte[]> entry, String why) throws InterruptedException {
        log.write(entry.key(), Letters.unusable(entry, why, clock.instant()));
        meters.lettered();
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
