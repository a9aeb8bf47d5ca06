package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.avro.Dataset;
import io.ptmtorrent.avro.DatasetRole;
import io.ptmtorrent.avro.HuggingFaceModel;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Shares of the architectures, and of the data sets, that models rest on: the ten largest and the rest. */
final class Shares implements Figure {
    private static final int LARGEST = 10;

    private final String title;
    private final List<String> notes;
    private final BiConsumer<LiveModel, Shares> counter;
    private final TreeMap<String, Votes> votes = new TreeMap<>();
    private long models;
    private long cast;

    private Shares(String title, BiConsumer<LiveModel, Shares> counter, String... notes) {
        this.title = title;
        this.counter = counter;
        this.notes = List.of(notes);
    }

    /** ICSE'23 to the letter: one vote a model of Hugging Face, by {@code config.model_type}. */
    static Figure architectureV1() {
        return new Shares(
                "Architectures, one vote a model by config.model_type",
                (it, shares) -> {
                    HuggingFaceModel row = it.model().getHuggingFace();
                    if (row != null) {
                        shares.vote("all", row.getModelType());
                    }
                },
                "A model without config.model_type votes for None.");
    }

    /** One vote a model of any hub: the family, else the class, else what the hub calls it. */
    static Figure architectureV2() {
        return new Shares(
                "Architectures, one vote a model: family, else class, else the hub's own word",
                (it, shares) -> shares.vote("all", architecture(it.model())),
                "The denominator is all models of all hubs; one that names nothing votes for None.");
    }

    /** ICSE'23 to the letter: one vote a metric entry, and one None a model of Hugging Face that claims nothing. */
    static Figure datasetV1() {
        return new Shares(
                "Data sets, one vote a metric entry by dataset.type",
                (it, shares) -> {
                    if (it.model().getHuggingFace() != null) {
                        List<String> types = FirstEntry.datasetTypes(it.model());
                        types.forEach(type -> shares.vote("all", type));
                        if (types.isEmpty()) {
                            shares.vote("all", null);
                        }
                    }
                },
                "The denominator is votes, not models: a model with 30 metrics votes 30 times, one without claims once,"
                        + " for None. As published.");
    }

    /** One vote a model and data set, by what the model used it for. */
    static Figure datasetV2() {
        return new Shares(
                "Data sets, one vote a model and data set, by role",
                (it, shares) -> shares.roles(it.model()),
                "The denominator of a role is its votes: a model that names two data sets votes twice.",
                "UNKNOWN: named, and the source does not say what for.");
    }

    @Override
    public void add(LiveModel model) {
        long before = cast;
        counter.accept(model, this);
        models += cast > before ? 1 : 0;
    }

    @Override
    public FigureTable table() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        votes.forEach((of, counted) -> counted.largest(LARGEST)
                .forEach(group -> rows.add(Votes.share(group.votes(), counted.all(), of, group.name()))));
        return new FigureTable(
                title, models, List.of("of", "group", "numerator", "denominator", "ratio"), 2, rows, notes);
    }

    private void vote(String of, @Nullable String group) {
        votes.computeIfAbsent(of, key -> new Votes()).add(group);
        cast++;
    }

    private void roles(Model model) {
        Map<DatasetRole, Set<String>> seen = new EnumMap<>(DatasetRole.class);
        for (Dataset dataset : model.getDatasets()) {
            String name = dataset.getOwner() == null ? dataset.getName() : dataset.getOwner() + "/" + dataset.getName();
            List<DatasetRole> roles = dataset.getRoles().isEmpty() ? List.of(DatasetRole.UNKNOWN) : dataset.getRoles();
            for (DatasetRole role : roles) {
                if (seen.computeIfAbsent(role, key -> new HashSet<>()).add(name)) {
                    vote(role.name(), name);
                }
            }
        }
    }

    private static @Nullable String architecture(Model model) {
        if (model.getArchitectureFamily() != null) {
            return model.getArchitectureFamily();
        }
        return model.getArchitectureClass() != null ? model.getArchitectureClass() : model.getArchitecture();
    }
}
