package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.Carbon;
import io.ptmtorrent.normalizer.enrich.MetricValues;
import org.jspecify.annotations.Nullable;

/** A card's {@code co2_eq_emissions}: grams, or an object that says more (huggingface/hub-docs model-cards-co2.md). */
final class HuggingFaceCarbon {
    private static final String FIELD = "co2_eq_emissions";

    private HuggingFaceCarbon() {}

    static @Nullable Carbon of(Row card) {
        JsonNode given = card.get(FIELD);
        if (given == null) {
            return null;
        }
        JsonNode emissions = given.isObject() ? given.get("emissions") : given;
        boolean said = emissions != null && !emissions.isNull();
        Double grams = said ? grams(emissions) : null;
        if (grams == null) {
            card.issue(FIELD, "expected a number of grams, 0 or more");
        }
        Carbon.Builder carbon = Carbon.newBuilder()
                .setGrams(grams)
                .setText(said && emissions.isTextual() ? emissions.textValue() : CanonicalJson.of(emissions))
                .setSource(card.path(FIELD));
        if (given.isObject()) {
            Row object = card.object(FIELD);
            carbon.setOrigin(object.text("source"))
                    .setTrainingType(object.text("training_type"))
                    .setLocation(object.text("geographical_location"))
                    .setHardware(object.text("hardware_used"));
        }
        return carbon.build();
    }

    private static @Nullable Double grams(JsonNode emissions) {
        Double grams = null;
        if (emissions.isNumber()) {
            grams = emissions.doubleValue();
        } else if (emissions.isTextual() && emissions.textValue().indexOf('%') < 0) {
            grams = MetricValues.number(emissions.textValue());
        }
        return grams == null || grams < 0 || Double.isInfinite(grams) ? null : grams;
    }
}
