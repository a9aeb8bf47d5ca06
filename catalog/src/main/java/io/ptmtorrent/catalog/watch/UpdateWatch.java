package io.ptmtorrent.catalog.watch;

import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.catalog.read.Row;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code model-updates}: committed ones alone, each identity once.
 *
 * <pre>
 * topic -> [seen before?] -> [filter] -> sink, until --max, the end of the topic, or stop()
 * </pre>
 *
 * One thread runs it; {@link #stop()} may be called by any.
 */
public final class UpdateWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private final TopicReader<ModelUpdate> reader;
    private final Predicate<ModelUpdate> filter;
    private final SeenUpdates seen = new SeenUpdates();

    private UpdateWatch(TopicReader<ModelUpdate> reader, Predicate<ModelUpdate> filter) {
        this.reader = reader;
        this.filter = filter;
    }

    /** Opens the topic at {@code since}, settled when this returns; the caller closes the watch. */
    public static UpdateWatch open(KafkaSettings kafka, Since since, Predicate<ModelUpdate> filter) {
        TopicReader<ModelUpdate> reader = TopicReader.open(kafka, kafka.topics().modelUpdates());
        since.apply(reader);
        return new UpdateWatch(reader, filter);
    }

    /**
     * Gives wanted updates to {@code sink} until {@link #stop()} or {@code max} of them; returns how many.
     *
     * @param max most updates to give; at least 1
     */
    public long follow(long max, Consumer<ModelUpdate> sink) {
        return run(max, sink, Map.of(), false);
    }

    /** As {@link #follow}, but stops at the end that the topic had when this was called. */
    public long readToEnd(long max, Consumer<ModelUpdate> sink) {
        return run(max, sink, reader.ends(), true);
    }

    /** Makes {@link #follow} return soon. */
    public void stop() {
        reader.wakeup();
    }

    @Override
    public void close() {
        reader.close();
    }

    private long run(long max, Consumer<ModelUpdate> sink, Map<TopicPartition, Long> ends, boolean untilEnd) {
        long given = 0;
        try {
            while (given < max && !(untilEnd && reader.reached(ends))) {
                for (Row<ModelUpdate> row : reader.poll(POLL)) {
                    given += given < max ? offer(row.value(), sink) : 0;
                }
            }
        } catch (WakeupException e) {
            // stop() was called: the reader's own end, not a failure.
        }
        return given;
    }

    private int offer(@Nullable ModelUpdate update, Consumer<ModelUpdate> sink) {
        if (update == null || !seen.isNew(update) || !filter.test(update)) {
            return 0;
        }
        sink.accept(update);
        return 1;
    }
}
