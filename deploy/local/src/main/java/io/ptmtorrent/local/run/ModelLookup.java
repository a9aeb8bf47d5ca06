package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Finds a live model by its path or key, by reading the topic of models to its end. */
public final class ModelLookup {
    private ModelLookup() {}

    /**
     * A model and what is stored of it.
     *
     * @param downloads of the last 30 days; null where nobody counts them
     * @param stored its last package; null where there is none
     */
    public record Found(
            Model model, @Nullable Long downloads, @Nullable Package stored) {}

    /** Those whose path at their hub, in any case, or whose key is {@code name}: several hubs may have the same path. */
    public static List<Found> find(KafkaSettings kafka, String name) {
        Map<String, Model> models = new TreeMap<>();
        try (TopicReader<Model> reader = TopicReader.open(kafka, kafka.topics().models())) {
            reader.readToEnd(row -> {
                Model model = row.value();
                if (model != null && (row.key().equals(name) || model.getId().equalsIgnoreCase(name))) {
                    models.put(row.key(), model);
                } else {
                    models.remove(row.key());
                }
            });
        }
        return models.isEmpty() ? List.of() : withTheirs(kafka, models);
    }

    private static List<Found> withTheirs(KafkaSettings kafka, Map<String, Model> models) {
        Map<String, Package> packages = newest(kafka, kafka.topics().packages(), models.keySet());
        Map<String, ModelMetrics> metrics = newest(kafka, kafka.topics().modelMetrics(), models.keySet());
        List<Found> found = new ArrayList<>();
        models.forEach((key, model) -> {
            ModelMetrics counted = metrics.get(key);
            found.add(new Found(model, counted == null ? null : counted.getDownloads(), packages.get(key)));
        });
        return found;
    }

    private static <V extends SpecificRecord> Map<String, V> newest(
            KafkaSettings kafka, Topic<V> topic, Set<String> keys) {
        Map<String, V> newest = new TreeMap<>();
        try (TopicReader<V> reader = TopicReader.open(kafka, topic)) {
            reader.readToEnd(row -> {
                if (row.value() == null) {
                    newest.remove(row.key());
                } else if (keys.contains(row.key())) {
                    newest.put(row.key(), row.value());
                }
            });
        }
        return newest;
    }
}
