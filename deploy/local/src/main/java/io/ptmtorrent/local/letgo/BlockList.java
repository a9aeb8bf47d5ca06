package io.ptmtorrent.local.letgo;

import io.ptmtorrent.avro.Block;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;

/** The blocks in force, read from their topic and written to it. */
public final class BlockList {
    private static final int LONGEST_REASON = 1_000;

    private final KafkaSettings kafka;
    private final Clock clock;

    public BlockList(KafkaSettings kafka, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
    }

    /** All of them, by key. */
    public SortedMap<String, Block> all() {
        SortedMap<String, Block> blocks = new TreeMap<>();
        try (TopicReader<Block> reader = TopicReader.open(kafka, kafka.topics().blocks())) {
            reader.readToEnd(row -> {
                Block block = row.value();
                if (block == null) {
                    blocks.remove(row.key());
                } else {
                    blocks.put(row.key(), block);
                }
            });
        }
        return blocks;
    }

    /** Sets one, also where it is set already: what was not finished is begun again. Gives its time. */
    Instant set(String key, String reason) throws IOException, InterruptedException {
        Instant newest = all().values().stream()
                .map(Block::getAt)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant at = now.isAfter(newest) ? now : newest.plusMillis(1);
        String told = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        Records.send(kafka, kafka.topics().blocks(), key, new Block(told, at));
        return at;
    }

    /** Lifts one; false where there was none. */
    public boolean lift(String key) throws IOException, InterruptedException {
        if (!all().containsKey(key)) {
            return false;
        }
        Records.send(kafka, kafka.topics().blocks(), key, null);
        return true;
    }
}
