package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.Dataset;
import io.ptmtorrent.avro.DatasetRole;
import java.util.List;
import java.util.Locale;

/** The public data that a model of Modelhub.ai was trained on: {@code meta.data_source}, by its schema an address. */
final class ModelhubDatasets {
    /** What some write instead of leaving it out. */
    private static final String PRIVATE = "private";

    private ModelhubDatasets() {}

    static List<Dataset> of(Row meta) {
        String source = meta.text("data_source");
        if (source == null || source.strip().toLowerCase(Locale.ROOT).equals(PRIVATE)) {
            return List.of();
        }
        boolean isAddress = source.startsWith("https://") || source.startsWith("http://");
        return List.of(Dataset.newBuilder()
                .setName(source)
                .setUrl(isAddress ? source : null)
                .setRoles(List.of(DatasetRole.TRAINED))
                .setEvidence(List.of(meta.path("data_source")))
                .build());
    }
}
