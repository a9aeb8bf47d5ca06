package io.ptmtorrent.normalizer.policy;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.normalizer.wire.RecordReader;
import io.ptmtorrent.normalizer.wire.RecordReader.Decoded;
import io.ptmtorrent.normalizer.wire.RecordReader.Undecodable;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy that a task goes by: it changes with a tick of the clock, and never while a record is worked on.
 *
 * <p>So what a task does costs no look at the policy's store, and everything before the tick is the scan's to make good.
 * For the task's thread.
 */
public final class Policies {
    /** The one key of the policy's topic. */
    public static final String KEY = "policy";

    /** Before anybody set one: no file. */
    public static final Policy UNSET = unset();

    private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

    private final @Nullable ReadOnlyKeyValueStore<String, byte[]> store;
    private final RecordReader<Policy> reader;
    private final Map<String, Rules> rules = new HashMap<>();
    private Policy current = UNSET;
    private boolean wantFiles;
    private byte @Nullable [] seen;

    /** @param store the policy's record under its key; null for none, ever: no file is wanted */
    public Policies(@Nullable ReadOnlyKeyValueStore<String, byte[]> store, RecordReader<Policy> reader) {
        this.store = store;
        this.reader = reader;
        refresh();
    }

    public Policy current() {
        return current;
    }

    /** Whether it wants any file of any model. */
    public boolean wantFiles() {
        return wantFiles;
    }

    /** Its rules for a hub. */
    public Rules rulesOf(String hub) {
        return rules.computeIfAbsent(hub, name -> Rules.of(current, name));
    }

    /** Looks whether there is a newer one; what cannot be read is told once and changes nothing. */
    public void refresh() {
        byte[] record = store == null ? null : store.get(KEY);
        if (record == null || Arrays.equals(record, seen)) {
            return;
        }
        seen = record;
        switch (reader.read(record)) {
            case Undecodable<Policy> bad ->
                LOG.atWarn().addKeyValue("why", bad.why()).log("policy cannot be read; the one before it stays");
            case Decoded<Policy> read -> {
                if (read.value().getVersion() > current.getVersion()) {
                    current = read.value();
                    rules.clear();
                    wantFiles = Selection.wantsFiles(current);
                }
            }
        }
    }

    private static Policy unset() {
        RecordSerdes.trustOurRecords();
        return Policy.newBuilder()
                .setVersion(0)
                .setArtifacts(Artifacts.NONE)
                .setSmallMaxBytes(0)
                .setGated(false)
                .setSetAt(Instant.EPOCH)
                .build();
    }
}
