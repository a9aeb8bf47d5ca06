package io.ptmtorrent.sink;

import io.micrometer.core.instrument.MeterRegistry;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.http.Bandwidth;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.store.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink at work: takes requests for files and manifests, and answers every one. The front door of this module.
 *
 * <p>Topics, group settings and schemas must be there (TopicSetup, with {@link SinkGroups}' settings). Any number of
 * sinks share the work, here or elsewhere; no one needs to know another. Thread-safe.
 */
public final class Sink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sink.class);
    private static final Duration ANSWERING = Duration.ofSeconds(10);

    private static final int SMALL_SLOTS = 4;

    private final List<SlotThread> slots = new ArrayList<>();
    private final Duration drain;

    private Sink(
            KafkaSettings settings,
            SinkConfig config,
            Bandwidth bandwidth,
            ArtifactAnswers answers,
            SinkMeters meters,
            Consumer<Throwable> onFatal,
            Clock clock) {
        this.drain = config.drain();
        Consumer<Throwable> reporting = failure -> {
            LOG.atError().setCause(failure).log("the sink cannot go on");
            onFatal.accept(failure);
        };
        for (Lane lane : lanes(settings.topics(), config, bandwidth)) {
            Supplier<Slot> slot = () -> new Slot(settings, lane, answers, meters, clock);
            slots.add(new SlotThread("sink-" + lane.name() + "-" + (slots.size() + 1), slot, reporting));
        }
    }

    /** One a slot. A slot that waits for a slow request takes nothing new: several have the small lane's go on. */
    private static List<Lane> lanes(Topics topics, SinkConfig config, Bandwidth bandwidth) {
        List<Lane> lanes = new ArrayList<>();
        for (int slot = 0; slot < SMALL_SLOTS && slot < config.small(); slot++) {
            lanes.add(Lane.small(topics, config, bandwidth, (config.small() + SMALL_SLOTS - 1 - slot) / SMALL_SLOTS));
        }
        for (int slot = 0; slot < config.large(); slot++) {
            lanes.add(Lane.large(topics, config, bandwidth));
        }
        return lanes;
    }

    /**
     * Starts a sink; {@code http} and {@code store} stay the caller's and are closed after it.
     *
     * @param onFatal told, on a thread of the sink, what it cannot recover from: access denied, a fault in our code. It
     *     must not close the sink on that thread
     */
    public static Sink start(
            KafkaSettings settings,
            SinkConfig config,
            HubHttp http,
            ObjectStore store,
            MeterRegistry registry,
            Consumer<Throwable> onFatal) {
        Clock clock = Clock.systemUTC();
        Inspections inspections = Inspections.of(config.refuseDangerous());
        ArtifactAnswers answers = new ArtifactAnswers(http, store, inspections, config.later(), clock);
        Sink sink = new Sink(settings, config, http.bandwidth(), answers, new SinkMeters(registry), onFatal, clock);
        sink.slots.forEach(SlotThread::start);
        return sink;
    }

    /**
     * Takes nothing new, lets what is under way end within {@code sink.drain}, has the rest answered as deferred, and
     * leaves the groups. A second call does nothing.
     */
    @Override
    public void close() {
        slots.forEach(SlotThread::stop);
        try {
            if (!join(drain)) {
                slots.forEach(SlotThread::cutShort);
                if (!join(ANSWERING)) {
                    slots.forEach(SlotThread::interrupt);
                    join(ANSWERING);
                }
            }
        } catch (InterruptedException e) {
            slots.forEach(SlotThread::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for all of them together; false if one is still at work then. */
    private boolean join(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean all = true;
        for (SlotThread slot : slots) {
            all &= slot.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
        return all;
    }
}
