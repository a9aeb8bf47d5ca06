package io.ptmtorrent.samplehub;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a listing was asked for.
 *
 * @param fields null when no {@code expand} was given
 * @param filters tags that a model must all have
 * @param author null for any
 */
record ListingQuery(
        int limit,
        boolean byModified,
        boolean descending,
        @Nullable Set<Field> fields,
        List<String> filters,
        @Nullable String author,
        @Nullable Cursor cursor) {
    static final int LONGEST_PAGE = 1_000;

    private static final Set<String> SORTS = Set.of("createdAt", "lastModified");

    /** Reads the query; what is wrong with it is thrown as an IllegalArgumentException with the hub's message. */
    static ListingQuery parse(Query query) {
        String sort = query.first("sort", "createdAt");
        if (!SORTS.contains(sort)) {
            throw new IllegalArgumentException(
                    "\"sort\" must be one of " + SORTS.stream().sorted().toList());
        }
        String cursor = query.first("cursor", "");
        return new ListingQuery(
                limit(query.first("limit", Integer.toString(LONGEST_PAGE))),
                "lastModified".equals(sort),
                !"1".equals(query.first("direction", "-1")),
                fields(query),
                query.all("filter"),
                query.has("author") ? query.first("author", "") : null,
                cursor.isEmpty() ? null : Cursor.parse(cursor));
    }

    boolean selective() {
        return author != null || !filters.isEmpty();
    }

    /** The fields asked for, null if none were. */
    static @Nullable Set<Field> fields(Query query) {
        if (!query.has("expand")) {
            return null;
        }
        if (query.has("full") || query.has("config") || query.has("cardData")) {
            throw new IllegalArgumentException("\"expand\" cannot be used with \"full\", \"config\" or \"cardData\"");
        }
        Set<Field> fields = EnumSet.noneOf(Field.class);
        for (String name : query.all("expand")) {
            Optional<Field> field = Field.named(name);
            fields.add(field.orElseThrow(() -> new IllegalArgumentException(
                    "\"expand\" must be one of " + Field.names() + ", not \"" + name + "\"")));
        }
        return fields;
    }

    private static int limit(String text) {
        int limit = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (limit < 1) {
            throw new IllegalArgumentException("\"limit\" must be a number from 1, not \"" + text + "\"");
        }
        return Math.min(limit, LONGEST_PAGE);
    }
}
