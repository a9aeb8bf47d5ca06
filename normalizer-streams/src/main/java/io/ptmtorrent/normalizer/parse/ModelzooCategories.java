package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.ModelzooCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a model of modelzoo.co is filed under: objects {@code {id, slug, title, short_title}}, or plain texts.
 *
 * @param entries with all their members, in the given order
 * @param titles in the given order
 * @param tags slugs, else titles, sorted, each once
 */
record ModelzooCategories(List<ModelzooCategory> entries, List<String> titles, List<String> tags) {

    static ModelzooCategories of(Row source) {
        List<ModelzooCategory> entries = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        TreeSet<String> tags = new TreeSet<>();
        for (JsonNode category : source.list("categories")) {
            String title = text(category.isTextual() ? category : category.path("title"));
            String slug = text(category.path("slug"));
            if (title != null || category.isObject()) {
                entries.add(new ModelzooCategory(
                        number(category.path("id")), slug, title, text(category.path("short_title"))));
            }
            if (title == null && slug == null) {
                source.expected("a category", "categories", category);
                continue;
            }
            titles.add(title == null ? slug : title);
            tags.add(slug == null ? title : slug);
        }
        return new ModelzooCategories(entries, titles, new ArrayList<>(tags));
    }

    @Nullable
    String first() {
        return titles.isEmpty() ? null : titles.getFirst();
    }

    private static @Nullable Long number(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
    }
}
