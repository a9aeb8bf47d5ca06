package io.ptmtorrent.local;

import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.engine.KafkaConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** Everything committed in a topic of a data folder where nothing runs. */
public final class TopicContents {
    private TopicContents() {}

    /** Every update, in the order of reading, repeated ones too. */
    public static List<ModelUpdate> updates(Path data) throws IOException, InterruptedException {
        return of(data, Topics::modelUpdates);
    }

    /** Every value of a topic but tombstones. */
    public static <V extends SpecificRecord> List<V> of(Path data, Function<Topics, Topic<V>> topic)
            throws IOException, InterruptedException {
        List<V> values = new ArrayList<>();
        try (KafkaAccess access = KafkaAccess.toFolder(data, KafkaConfigFile.none())) {
            KafkaSettings kafka = access.settings();
            try (TopicReader<V> reader = TopicReader.open(kafka, topic.apply(kafka.topics()))) {
                reader.readToEnd(row -> {
                    if (row.value() != null) {
                        values.add(row.value());
                    }
                });
            }
        }
        return values;
    }
}
