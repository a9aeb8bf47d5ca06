package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model's card declares in its front matter: licences, languages.
 *
 * <p>Source: huggingface/hub-docs modelcard.md. The hub passes the YAML on as JSON, so Norway's unquoted {@code no}
 * arrives as false. A key that is misspelt is an issue, not a value: the hub does not read it either.
 */
final class HuggingFaceCard {
    private static final Map<String, String> MISSPELT = new TreeMap<>(Map.of(
            "licence", "license",
            "licenses", "license",
            "languages", "language",
            "dataset", "datasets",
            "pipeline-tag", "pipeline_tag",
            "model_index", "model-index"));

    private final Row card;

    HuggingFaceCard(Row card) {
        this.card = card;
    }

    /** Licences as the card gives them; where it gives none, those that the hub tagged. */
    List<String> licenses(HuggingFaceTags tags) {
        List<String> declared = card.texts("license");
        return declared.isEmpty() ? tags.after("license:") : declared;
    }

    List<String> languages() {
        JsonNode language = card.get("language");
        if (language == null) {
            return List.of();
        }
        List<String> languages = new ArrayList<>();
        if (language.isArray()) {
            language.forEach(element -> addLanguage(element, languages));
        } else {
            addLanguage(language, languages);
        }
        return languages;
    }

    private void addLanguage(JsonNode language, List<String> languages) {
        if (language.isTextual()) {
            languages.add(language.textValue());
        } else if (language.isBoolean() && !language.booleanValue()) {
            languages.add("no");
        } else {
            card.expected("text", "language", language);
        }
    }

    void noteMisspeltKeys() {
        MISSPELT.forEach((wrong, right) -> {
            if (card.has(wrong)) {
                card.issue(wrong, "unknown key, not read; the specification's is " + right);
            }
        });
    }
}
