package io.ptmtorrent.normalizer.blocks;

import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a task has against new blocks, a few at a time.
 *
 * <pre>
 * newer block ─► models of that key: forgotten ─► digests? ─► every file of every package, from the cursor ─┐
 *                                                    └─► none ─► {@code blocks-scanned} is its time ◄────────┘
 * </pre>
 *
 * A restart begins the scan again, which changes nothing that was changed. For the task's thread.
 */
public final class BlockScan {
    private final Blocks blocks;
    private final Counters counters;
    private final int budget;
    private final Models models;
    private final Files files;
    private final Deque<String> keys = new ArrayDeque<>();
    private final Set<String> digests = new HashSet<>();
    private @Nullable String cursor;
    private long target;

    /** What becomes of a model that is blocked. */
    @FunctionalInterface
    public interface Models {
        /**
         * Forgets one, if there is such a model.
         *
         * @param at time of the block, milliseconds since the epoch
         */
        void forget(String key, long at);
    }

    /** The files of packages. */
    @FunctionalInterface
    public interface Files {
        /**
         * Looks at some of them.
         *
         * @param cursor where it goes on; null at the beginning
         * @return where the next step goes on; null behind the last
         */
        @Nullable
        String step(@Nullable String cursor, int most, Set<String> digests);
    }

    /** @param budget models and files looked at in one go */
    public BlockScan(Blocks blocks, Counters counters, int budget, Models models, Files files) {
        this.blocks = blocks;
        this.counters = counters;
        this.budget = budget;
        this.models = models;
        this.files = files;
    }

    /** One bounded step; nothing where all is done. */
    public void step() {
        blocks.refresh();
        long done = counters.get(Statistics.BLOCKS_SCANNED, Statistics.BLOCKS);
        long newest = blocks.times().values().stream().mapToLong(at -> at).max().orElse(0);
        if (newest > Math.max(done, target)) {
            begin(done, newest);
        }
        if (target <= done) {
            return;
        }
        int left = budget;
        for (; left > 0 && !keys.isEmpty(); left--) {
            String key = keys.remove();
            if (blocks.isModel(key)) {
                models.forget(key, blocks.times().getOrDefault(key, target));
            }
        }
        if (left > 0 && stepFiles(left)) {
            counters.raise(Statistics.BLOCKS_SCANNED, Statistics.BLOCKS, target);
        }
    }

    /** All blocks that are not done with, so that one which came in the middle of a scan is not left out. */
    private void begin(long done, long newest) {
        keys.clear();
        digests.clear();
        cursor = null;
        target = newest;
        for (Map.Entry<String, Long> block : blocks.times().entrySet()) {
            if (block.getValue() <= done) {
                continue;
            }
            if (Blocks.isOfDigest(block.getKey())) {
                digests.add(block.getKey().substring(block.getKey().indexOf(':') + 1));
            } else {
                keys.add(block.getKey());
            }
        }
    }

    private boolean stepFiles(int most) {
        cursor = digests.isEmpty() ? null : files.step(cursor, most, digests);
        return cursor == null;
    }
}
