package io.ptmtorrent.normalizer;

import io.ptmtorrent.normalizer.blocks.Blocks;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the blocks, as bytes, where every task can read them, and how often they changed. */
final class BlockProcessor implements Processor<String, byte[], Void, Void> {
    private @Nullable KeyValueStore<String, byte[]> store;
    private long changes;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(NormalizerTopology.BLOCKS);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (record.key() != null && !record.key().equals(Blocks.CHANGES)) {
            KeyValueStore<String, byte[]> blocks = Objects.requireNonNull(store, "init comes first");
            blocks.put(record.key(), record.value());
            blocks.put(
                    Blocks.CHANGES,
                    ByteBuffer.allocate(Long.BYTES).putLong(++changes).array());
        }
    }
}
