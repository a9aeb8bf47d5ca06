package io.ptmtorrent.normalizer.statistics;

import io.ptmtorrent.avro.Statistic;
import java.nio.ByteBuffer;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A task's counters: changed with the record that they count, written out when told.
 *
 * <p>They lie in a store with a cache, so that the changelog gets each changed counter once a commit and not once a
 * record, and in the same transaction. Which of them the topic does not have yet is not stored: after a restart all are
 * written again. For the task's thread.
 *
 * <pre>
 * key    statistic, slash, group
 * value  version 1 (1 byte), number (8 bytes)
 * </pre>
 */
public final class Counters {
    private static final byte VERSION = 1;

    private final KeyValueStore<String, byte[]> store;
    private final int partition;
    private final TreeSet<String> unwritten = new TreeSet<>();
    private boolean urgent;

    public Counters(KeyValueStore<String, byte[]> store, int partition) {
        this.store = store;
        this.partition = partition;
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> row = all.next();
                unwritten.add(row.key);
            }
        }
    }

    public long get(String statistic, String group) {
        byte[] value = store.get(key(statistic, group));
        return value == null ? 0 : ByteBuffer.wrap(value, 1, Long.BYTES).getLong();
    }

    /** A change of {@code open} to 0 is urgent. */
    public void add(String statistic, String group, long delta) {
        long value = get(statistic, group) + delta;
        set(statistic, group, value);
        urgent |= value == 0 && statistic.equals(Statistics.OPEN);
    }

    /** Sets it where {@code value} is greater than what it is: a run ended or is done with, which is urgent. */
    public void raise(String statistic, String group, long value) {
        set(statistic, group, Math.max(value, get(statistic, group)));
        urgent = true;
    }

    private void set(String statistic, String group, long value) {
        String key = key(statistic, group);
        byte[] row =
                ByteBuffer.allocate(1 + Long.BYTES).put(VERSION).putLong(value).array();
        store.put(key, row);
        unwritten.add(key);
    }

    /** Hands every counter that changed since the last time to {@code topic}, as key and value. */
    public void write(BiConsumer<String, Statistic> topic) {
        for (String key : unwritten) {
            int slash = key.indexOf('/');
            String statistic = key.substring(0, slash);
            String group = key.substring(slash + 1);
            topic.accept(
                    Statistics.key(statistic, group, partition),
                    new Statistic(statistic, group, partition, get(statistic, group)));
        }
        unwritten.clear();
        urgent = false;
    }

    /** The same where something cannot wait: whoever asks whether all is done reads it in the next transaction. */
    public void writeUrgent(BiConsumer<String, Statistic> topic) {
        if (urgent) {
            write(topic);
        }
    }

    private static String key(String statistic, String group) {
        return statistic + "/" + group;
    }
}
