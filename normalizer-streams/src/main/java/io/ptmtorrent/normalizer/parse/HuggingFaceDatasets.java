package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.BaseModel;
import io.ptmtorrent.avro.Dataset;
import io.ptmtorrent.avro.DatasetRole;
import io.ptmtorrent.avro.PerformanceClaim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The data sets that a card, the hub's {@code dataset:} tags or claimed results name, and for what; a hub path also has an
 * owner and an address.
 *
 * <p>A card's {@code datasets} are those that the model was trained on (huggingface/hub-docs modelcard.md); the hub derives
 * its tags from them.
 */
final class HuggingFaceDatasets {
    private static final Comparator<Dataset> BY_NAME =
            Comparator.comparing(Dataset::getName).thenComparing(dataset -> String.valueOf(dataset.getOwner()));

    /** Sorted: an evidence is a bit of these. */
    private static final List<String> FIELDS =
            List.of("cardData.datasets", "cardData.model-index", "evalResults", "model-index", "tags");

    private static final int CARD = 1;
    private static final int TAGS = 1 << 4;

    /** By evidence: lists that all models share. */
    private static final List<List<String>> EVIDENCE = IntStream.range(0, 1 << FIELDS.size())
            .mapToObj(HuggingFaceDatasets::fields)
            .toList();

    /** By evidence, and whether the model was fine-tuned. */
    private static final List<List<List<DatasetRole>>> ROLES = IntStream.range(0, 1 << FIELDS.size())
            .mapToObj(evidence -> List.of(roles(evidence, false), roles(evidence, true)))
            .toList();

    private final TreeMap<String, Integer> evidence = new TreeMap<>();

    private HuggingFaceDatasets() {}

    /** Those that are declared, in the given order of the card, then of the tags. */
    static HuggingFaceDatasets declared(Row card, HuggingFaceTags tags) {
        HuggingFaceDatasets datasets = new HuggingFaceDatasets();
        card.texts("datasets").forEach(name -> datasets.add(name, CARD));
        tags.after("dataset:").forEach(name -> datasets.add(name, TAGS));
        return datasets;
    }

    private void add(String name, int field) {
        evidence.merge(name, field, (one, other) -> one | other);
    }

    /** All of them, sorted by name, with those that claims are about. */
    List<Dataset> with(List<PerformanceClaim> claims, List<BaseModel> baseModels) {
        for (PerformanceClaim claim : claims) {
            String name = claim.getDatasetType() == null ? claim.getDatasetName() : claim.getDatasetType();
            if (name != null) {
                add(name, 1 << FIELDS.indexOf(claim.getSource()));
            }
        }
        if (evidence.isEmpty()) {
            return List.of();
        }
        boolean fineTuned = isFineTuned(baseModels);
        List<Dataset> datasets = new ArrayList<>(evidence.size());
        for (Map.Entry<String, Integer> named : evidence.entrySet()) {
            datasets.add(dataset(named.getKey(), named.getValue(), fineTuned));
        }
        datasets.sort(BY_NAME);
        return datasets;
    }

    private static boolean isFineTuned(List<BaseModel> baseModels) {
        for (BaseModel base : baseModels) {
            if ("finetune".equals(base.getRelation()) || "adapter".equals(base.getRelation())) {
                return true;
            }
        }
        return false;
    }

    private static Dataset dataset(String given, int evidence, boolean fineTuned) {
        boolean path = HuggingFaceUrls.isPath(given);
        int slash = path ? given.indexOf('/') : -1;
        String owner = slash < 0 ? null : given.substring(0, slash);
        return new Dataset(
                given.substring(slash + 1),
                owner,
                url(given, path),
                HuggingFaceUrls.owner(owner),
                null,
                List.of(),
                ROLES.get(evidence).get(fineTuned ? 1 : 0),
                EVIDENCE.get(evidence));
    }

    private static List<DatasetRole> roles(int evidence, boolean fineTuned) {
        List<DatasetRole> roles = new ArrayList<>(3);
        boolean trained = (evidence & (CARD | TAGS)) != 0;
        if (trained) {
            roles.add(DatasetRole.TRAINED);
        }
        if ((evidence & ~(CARD | TAGS)) != 0) {
            roles.add(DatasetRole.EVALUATED);
        }
        if (trained && fineTuned) {
            roles.add(DatasetRole.FINE_TUNED);
        }
        return List.copyOf(roles);
    }

    private static List<String> fields(int evidence) {
        List<String> fields = new ArrayList<>(2);
        for (int i = 0; i < FIELDS.size(); i++) {
            if ((evidence & 1 << i) != 0) {
                fields.add(FIELDS.get(i));
            }
        }
        return List.copyOf(fields);
    }

    /** Free text ("ImageNet, own photos") has no address; an address is its own. */
    private static @Nullable String url(String given, boolean path) {
        if (path) {
            return HuggingFaceUrls.dataset(given);
        }
        return given.startsWith("https://") || given.startsWith("http://") ? given : null;
    }
}
