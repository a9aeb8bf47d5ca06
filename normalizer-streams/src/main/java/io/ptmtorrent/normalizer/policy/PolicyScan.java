package io.ptmtorrent.normalizer.policy;

import io.ptmtorrent.normalizer.models.ModelWalk;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Brings every model of a task under a new version of the policy, a few at a time.
 *
 * <pre>
 * newer version ─► models by key, from the cursor ─► visit ─► last one: {@code policy-scanned} is the version
 * version 1 (1)  policy version (8)  cursor, UTF-8, to the end
 * </pre>
 *
 * A still newer version begins again. For the task's thread.
 */
public final class PolicyScan {
    /** Key of its row among the scans of hubs, none of which has a slash in its name. */
    private static final String KEY = "/policy";

    private static final byte VERSION = 1;
    private static final int FIXED = 1 + Long.BYTES;

    private final Policies policies;
    private final ModelWalk walk;
    private final KeyValueStore<String, byte[]> scans;
    private final Counters counters;
    private final int budget;
    private final ModelWalk.Visitor visitor;

    /** @param budget models and wanted files dealt with in one go */
    public PolicyScan(
            Policies policies,
            ModelWalk walk,
            KeyValueStore<String, byte[]> scans,
            Counters counters,
            int budget,
            ModelWalk.Visitor visitor) {
        this.policies = policies;
        this.walk = walk;
        this.scans = scans;
        this.counters = counters;
        this.budget = budget;
        this.visitor = visitor;
    }

    /** One bounded step; nothing where the policy's scan is done. */
    public void step() {
        long version = policies.current().getVersion();
        if (version <= counters.get(Statistics.POLICY_SCANNED, Statistics.POLICY)) {
            return;
        }
        String cursor = cursor(version);
        String next = walk.step(cursor, null, budget, visitor);
        if (next == null) {
            scans.delete(KEY);
            counters.raise(Statistics.POLICY_SCANNED, Statistics.POLICY, version);
        } else if (!next.equals(cursor)) {
            scans.put(KEY, row(version, next));
        }
    }

    private String cursor(long version) {
        byte[] row = scans.get(KEY);
        if (row == null) {
            return ModelWalk.BEGINNING;
        }
        ByteBuffer in = ByteBuffer.wrap(row);
        byte format = in.get();
        if (format != VERSION) {
            throw new IllegalStateException("store scans: row version " + format + ", this build reads " + VERSION);
        }
        boolean same = in.getLong() == version;
        return same ? new String(row, FIXED, row.length - FIXED, StandardCharsets.UTF_8) : ModelWalk.BEGINNING;
    }

    private static byte[] row(long version, String cursor) {
        byte[] text = cursor.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED + text.length)
                .put(VERSION)
                .putLong(version)
                .put(text)
                .array();
    }
}
