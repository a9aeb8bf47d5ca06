package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.Dataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The data sets that a card or the hub's {@code dataset:} tags name; a hub path also has an owner and an address. */
final class HuggingFaceDatasets {
    private static final Comparator<Dataset> BY_NAME =
            Comparator.comparing(Dataset::getName).thenComparing(dataset -> String.valueOf(dataset.getOwner()));

    private HuggingFaceDatasets() {}

    static List<Dataset> of(Row card, HuggingFaceTags tags) {
        TreeSet<String> names = new TreeSet<>(card.texts("datasets"));
        names.addAll(tags.after("dataset:"));
        List<Dataset> datasets = new ArrayList<>(names.size());
        names.forEach(name -> datasets.add(dataset(name)));
        datasets.sort(BY_NAME);
        return datasets;
    }

    private static Dataset dataset(String given) {
        boolean path = HuggingFaceUrls.isPath(given);
        int slash = path ? given.indexOf('/') : -1;
        String owner = slash < 0 ? null : given.substring(0, slash);
        return new Dataset(
                given.substring(slash + 1), owner, url(given, path), HuggingFaceUrls.owner(owner), null, List.of());
    }

    /** Free text ("ImageNet, own photos") has no address; an address is its own. */
    private static @Nullable String url(String given, boolean path) {
        if (path) {
            return HuggingFaceUrls.dataset(given);
        }
        return given.startsWith("https://") || given.startsWith("http://") ? given : null;
    }
}
