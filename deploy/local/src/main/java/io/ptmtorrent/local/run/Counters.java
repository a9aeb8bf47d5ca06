package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.Statistic;
import java.util.HashMap;
import java.util.Map;

/**
 * The newest committed counters of the normalizer, by statistic, group and partition.
 *
 * <p>A counter that was never written is 0. For one thread.
 */
final class Counters {
    private record Key(String statistic, String group, int partition) {}

    private final Map<Key, Long> values = new HashMap<>();

    void put(Statistic counter) {
        values.put(new Key(counter.getStatistic(), counter.getGroup(), counter.getPartition()), counter.getValue());
    }

    long value(String statistic, String group, int partition) {
        return values.getOrDefault(new Key(statistic, group, partition), 0L);
    }

    /** Over all partitions of one group. */
    long sum(String statistic, String group) {
        return values.entrySet().stream()
                .filter(row -> row.getKey().statistic().equals(statistic)
                        && row.getKey().group().equals(group))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Over all partitions of a hub's groups: the hub itself and {@code <hub>/...}. */
    long sumOfHub(String statistic, String hub) {
        return values.entrySet().stream()
                .filter(row -> row.getKey().statistic().equals(statistic)
                        && (row.getKey().group().equals(hub)
                                || row.getKey().group().startsWith(hub + "/")))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
