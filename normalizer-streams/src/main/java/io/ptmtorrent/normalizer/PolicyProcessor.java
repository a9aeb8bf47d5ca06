package io.ptmtorrent.normalizer;

import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the policy's records, as bytes, where every task can read them. */
final class PolicyProcessor implements Processor<String, byte[], Void, Void> {
    private @Nullable KeyValueStore<String, byte[]> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(NormalizerTopology.POLICY);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (record.key() != null) {
            Objects.requireNonNull(store, "init comes first").put(record.key(), record.value());
        }
    }
}
