package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.PerformanceClaim;
import io.ptmtorrent.normalizer.enrich.MetricValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results that a card claims in its {@code model-index}, and those of {@code evalResults}.
 *
 * <p>Sources: huggingface/hub-docs modelcard.md; huggingface_hub, {@code _eval_results.py} (August 2026), whose entries come
 * as the author wrote them or under {@code data} beside the hub's own members. Each metric with a value is a claim, however
 * little else it tells. Not for several threads.
 */
final class HuggingFaceClaims {
    /** As the schema promises of {@code Model.claims}. */
    static final int MOST = 1_000;

    static final int MOST_CHARACTERS = 256 * 1024;

    private static final String MODEL_INDEX = "model-index";
    private static final String EVAL_RESULTS = "evalResults";

    private final List<PerformanceClaim> claims = new ArrayList<>();
    private int characters;
    private int omitted;

    private HuggingFaceClaims() {}

    /** Those of the card's own model-index, or where it has none of the row's; then those of the hub. */
    static List<PerformanceClaim> of(Row row, Row card) {
        boolean inCard = card.get(MODEL_INDEX) != null;
        Row holder = inCard ? card : row;
        if (holder.get(MODEL_INDEX) == null && row.get(EVAL_RESULTS) == null) {
            return List.of();
        }
        HuggingFaceClaims claims = new HuggingFaceClaims();
        claims.readIndex(holder);
        claims.readResults(row);
        if (claims.omitted > 0) {
            holder.issue(MODEL_INDEX, claims.omitted + " more claims did not fit");
        }
        return claims.claims;
    }

    private void readIndex(Row holder) {
        int position = 0;
        for (JsonNode element : holder.list(MODEL_INDEX)) {
            Row entry = holder.element(element, MODEL_INDEX);
            if (entry != null) {
                for (JsonNode result : entry.list("results")) {
                    readResult(entry.element(result, "results"), holder.path(MODEL_INDEX), position);
                }
            }
            position++;
        }
    }

    private void readResult(@Nullable Row result, String source, int position) {
        if (result == null) {
            return;
        }
        Row task = result.object("task");
        Row dataset = result.object("dataset");
        PerformanceClaim about = PerformanceClaim.newBuilder()
                .setTask(task.text("name"))
                .setTaskType(task.text("type"))
                .setDatasetName(dataset.text("name"))
                .setDatasetType(dataset.text("type"))
                .setDatasetConfig(dataset.text("config"))
                .setDatasetRevision(dataset.text("revision"))
                .setSplit(dataset.text("split"))
                .setSource(source)
                .setSourceUrl(result.object("source").text("url"))
                .setEntry(position)
                .build();
        for (JsonNode element : result.list("metrics")) {
            Row metric = result.element(element, "metrics");
            if (metric != null) {
                add(about, metric, metric.text("name"), metric.text("type"), metric.truth("verified"), null);
            }
        }
    }

    private void readResults(Row row) {
        int position = 0;
        for (JsonNode element : row.list(EVAL_RESULTS)) {
            Row entry = row.element(element, EVAL_RESULTS);
            if (entry != null && entry.get("data") == null && entry.get("error") != null) {
                row.issue(EVAL_RESULTS, "a file that the hub could not read");
            } else if (entry != null) {
                readEntry(entry, position);
            }
            position++;
        }
    }

    private void readEntry(Row entry, int position) {
        Row data = entry.get("data") == null ? entry : entry.object("data");
        Row dataset = data.object("dataset");
        PerformanceClaim about = PerformanceClaim.newBuilder()
                .setTaskType(dataset.text("task_id"))
                .setDatasetType(dataset.text("id"))
                .setDatasetRevision(dataset.text("revision"))
                .setSource(EVAL_RESULTS)
                .setSourceUrl(data.object("source").text("url"))
                .setEntry(position)
                .build();
        add(about, data, null, null, entry.truth("verified"), entry.whole("pullRequest"));
    }

    private void add(
            PerformanceClaim about,
            Row metric,
            @Nullable String name,
            @Nullable String type,
            @Nullable Boolean verified,
            @Nullable Long pullRequest) {
        JsonNode given = metric.get("value");
        if (given == null) {
            metric.issue("value", "expected a value");
            return;
        }
        String text = given.isTextual() ? given.textValue() : CanonicalJson.of(given);
        Double value = number(given);
        if (value == null) {
            metric.issue("value", "expected one finite number");
        }
        characters += length(about) + length(name) + length(type) + length(text);
        if (claims.size() == MOST || characters > MOST_CHARACTERS) {
            omitted++;
            return;
        }
        claims.add(new PerformanceClaim(
                about.getTask(),
                about.getTaskType(),
                about.getDatasetName(),
                about.getDatasetType(),
                about.getDatasetConfig(),
                about.getDatasetRevision(),
                about.getSplit(),
                name,
                type,
                value,
                text,
                about.getSource(),
                about.getSourceUrl(),
                verified,
                pullRequest,
                about.getEntry()));
    }

    private static @Nullable Double number(JsonNode given) {
        if (given.isTextual()) {
            return MetricValues.number(given.textValue());
        }
        return given.isNumber() && Double.isFinite(given.doubleValue()) ? Double.valueOf(given.doubleValue()) : null;
    }

    private static int length(PerformanceClaim about) {
        return length(about.getTask())
                + length(about.getTaskType())
                + length(about.getDatasetName())
                + length(about.getDatasetType())
                + length(about.getDatasetConfig())
                + length(about.getDatasetRevision())
                + length(about.getSplit())
                + length(about.getSourceUrl());
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
