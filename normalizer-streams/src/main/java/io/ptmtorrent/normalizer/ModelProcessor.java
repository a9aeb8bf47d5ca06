package io.ptmtorrent.normalizer;

import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Gives a task's records and the ticks of the clock to its {@link PartitionTask}. */
final class ModelProcessor implements Processor<String, byte[], String, byte[]> {
    private final Wiring wiring;
    private @Nullable PartitionTask task;

    ModelProcessor(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        PartitionTask started = new PartitionTask(context, wiring);
        NormalizerConfig config = wiring.config();
        context.schedule(config.absence().every(), PunctuationType.WALL_CLOCK_TIME, started::step);
        context.schedule(config.statisticsEvery(), PunctuationType.WALL_CLOCK_TIME, started::writeStatistics);
        task = started;
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Objects.requireNonNull(task, "init comes first").process(record);
    }
}
