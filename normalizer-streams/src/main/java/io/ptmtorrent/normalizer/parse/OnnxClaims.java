package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.Dataset;
import io.ptmtorrent.avro.DatasetRole;
import io.ptmtorrent.avro.PerformanceClaim;
import io.ptmtorrent.normalizer.enrich.MetricValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a README of the ONNX Model Zoo claims for a weight, out of the columns of its row that measure something.
 *
 * <p>A cell is a number, or a measure in words: {@code mAP of 0.35}, {@code mAP 0.376}, {@code EM of 68.1 in SQuAD v1.1}.
 * Whatever else stands there is kept as a claim without a value, which is an issue. Not for several threads.
 */
final class OnnxClaims {
    /** Headings, in small letters, under which nothing is measured. */
    private static final Set<String> OTHER_COLUMNS = Set.of(
            "",
            "model",
            "download",
            "download (with sample test data)",
            "compressed",
            "onnx version",
            "opset version",
            "dataset");

    private static final Set<String> NOTHING = Set.of("-", "--", "n/a", "na", "none", "tbd", "?");
    private static final int MOST = 1_000;

    private final List<PerformanceClaim> claims = new ArrayList<>();
    private final Issues issues;
    private final @Nullable String dataset;

    private OnnxClaims(@Nullable String dataset, Issues issues) {
        this.dataset = dataset;
        this.issues = issues;
    }

    static List<PerformanceClaim> of(OnnxTable table, Issues issues) {
        OnnxClaims found = new OnnxClaims(table.text("dataset"), issues);
        int omitted = 0;
        for (OnnxTable.Measure measure : table.measures()) {
            if (OTHER_COLUMNS.contains(measure.heading()) || NOTHING.contains(measure.plainText())) {
                continue;
            }
            if (found.claims.size() < MOST) {
                found.add(measure);
            } else {
                omitted++;
            }
        }
        if (omitted > 0) {
            issues.add(OnnxTable.NAME, omitted + " more claims did not fit");
        }
        return found.claims;
    }

    private void add(OnnxTable.Measure measure) {
        Reading reading = Reading.of(measure.text());
        if (reading.value() == null) {
            issues.add(OnnxTable.NAME, "expected one finite number");
        }
        claims.add(PerformanceClaim.newBuilder()
                .setDatasetName(reading.dataset() == null ? dataset : reading.dataset())
                .setMetric(reading.metric() == null ? measure.column() : reading.metric())
                .setValue(reading.value())
                .setValueText(measure.text())
                .setSource(OnnxTable.NAME)
                .setSourceUrl(measure.url())
                .build());
    }

    /** The data set that the row names, and those on which something is claimed, sorted by name. */
    static List<Dataset> datasets(OnnxTable table, List<PerformanceClaim> claims) {
        Map<String, Dataset> datasets = new TreeMap<>();
        String named = table.text("dataset");
        if (named != null) {
            datasets.put(named, dataset(named, List.of()));
        }
        for (PerformanceClaim claim : claims) {
            String name = claim.getDatasetName();
            if (name != null) {
                datasets.put(name, dataset(name, List.of(DatasetRole.EVALUATED)));
            }
        }
        return new ArrayList<>(datasets.values());
    }

    private static Dataset dataset(String name, List<DatasetRole> roles) {
        return Dataset.newBuilder()
                .setName(name)
                .setRoles(roles)
                .setEvidence(List.of(OnnxTable.NAME))
                .build();
    }

    /**
     * What a cell says.
     *
     * @param metric where it names one
     * @param value null where no such number can be told
     * @param dataset where it names one
     */
    private record Reading(
            @Nullable String metric,
            @Nullable Double value,
            @Nullable String dataset) {
        private static final Reading NONE = new Reading(null, null, null);

        static Reading of(String text) {
            Double alone = MetricValues.number(text);
            return alone == null ? ofWords(text) : new Reading(null, alone, null);
        }

        private static Reading ofWords(String text) {
            String[] words = text.split(" ", -1);
            int at = words.length > 1 && words[1].equals("of") ? 2 : 1;
            Double value = words.length > at && isMetric(words[0]) ? MetricValues.number(words[at]) : null;
            if (value == null) {
                return NONE;
            }
            if (words.length == at + 1) {
                return new Reading(words[0], value, null);
            }
            boolean named = words.length > at + 2 && (words[at + 1].equals("in") || words[at + 1].equals("on"));
            String dataset = String.join(" ", List.of(words).subList(Math.min(at + 2, words.length), words.length));
            return named ? new Reading(words[0], value, dataset) : NONE;
        }

        /** Names of metrics have a capital letter; "about" or "over" would make another number of it. */
        private static boolean isMetric(String word) {
            return Character.isLetter(word.charAt(0)) && word.chars().anyMatch(Character::isUpperCase);
        }
    }
}
