package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds a live model by its path or key, by reading the topic of models to its end. */
public final class ModelLookup {
    private ModelLookup() {}

    /**
     * A model and what is stored of it.
     *
     * @param stored its last package; null where there is none
     */
    public record Found(Model model, @Nullable Package stored) {}

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
        return models.isEmpty() ? List.of() : withPackages(kafka, models);
    }

    private static List<Found> withPackages(KafkaSettings kafka, Map<String, Model> models) {
        Map<String, Package> packages = new TreeMap<>();
        try (TopicReader<Package> reader =
                TopicReader.open(kafka, kafka.topics().packages())) {
            reader.readToEnd(row -> {
                if (row.value() == null) {
                    packages.remove(row.key());
                } else if (models.containsKey(row.key())) {
                    packages.put(row.key(), row.value());
                }
            });
        }
        List<Found> found = new ArrayList<>();
        models.forEach((key, model) -> found.add(new Found(model, packages.get(key))));
        return found;
    }
}
