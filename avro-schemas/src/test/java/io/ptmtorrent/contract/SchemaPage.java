package io.ptmtorrent.contract;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * Writes {@code docs/schema.md} out of the schemas' own docs: a chapter a topic, a table a record, each record once.
 *
 * <p>A record that several topics hold stands under the first of them.
 */
final class SchemaPage {
    private static final String HEAD = """
            # The records

            Generated from the `doc` of every field in `avro-schemas/src/main/avro`; `SchemaPageTest` holds it against them and says how
            to write it anew. Topics and what they keep: `Topics`. A type with `?` may be null, `[…]` is a list, `time` milliseconds since
            the epoch in UTC. Every field without a default is always there.
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final Set<String> done = new LinkedHashSet<>();

    static String of(List<? extends Topic<?>> topics) {
        SchemaPage page = new SchemaPage();
        topics.forEach(page::add);
        return page.page.toString();
    }

    private void add(Topic<?> topic) {
        Schema schema = topic.valueSchema();
        if (done.contains(schema.getFullName())) {
            page.append("\n## `")
                    .append(topic.name())
                    .append("`\n\nValue: ")
                    .append(link(schema))
                    .append(".\n");
            return;
        }
        page.append("\n## `").append(topic.name()).append("`\n");
        List<Schema> open = new ArrayList<>(List.of(schema));
        while (!open.isEmpty()) {
            Schema next = open.removeFirst();
            if (done.add(next.getFullName())) {
                open.addAll(0, describe(next));
            }
        }
    }

    /** Appends a record or an enum; gives what its fields are made of. */
    private List<Schema> describe(Schema schema) {
        page.append("\n### ")
                .append(schema.getName())
                .append("\n\n")
                .append(cell(schema.getDoc()))
                .append('\n');
        List<Schema> parts = new ArrayList<>();
        if (schema.getType() == Schema.Type.ENUM) {
            page.append("\nOne of ")
                    .append(String.join(", ", schema.getEnumSymbols()))
                    .append(".\n");
            return parts;
        }
        page.append("\n| field | type | default | what it holds |\n|---|---|---|---|\n");
        for (Schema.Field field : schema.getFields()) {
            page.append("| `")
                    .append(field.name())
                    .append("` | ")
                    .append(type(field.schema()))
                    .append(" | ");
            page.append(fallback(field)).append(" | ").append(cell(field.doc())).append(" |\n");
            collect(field.schema(), parts);
        }
        return parts;
    }

    private static String fallback(Schema.Field field) {
        if (!field.hasDefaultValue()) {
            return "";
        }
        Object value = field.defaultVal();
        boolean none = JsonProperties.NULL_VALUE.equals(value);
        return none ? "null" : "".equals(value) ? "empty" : "`" + value + "`";
    }

    private static String type(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical != null) {
            return logical.getName().startsWith("timestamp") ? "time" : logical.getName();
        }
        return switch (schema.getType()) {
            case UNION -> type(other(schema)) + "?";
            case ARRAY -> "[" + type(schema.getElementType()) + "]";
            case RECORD, ENUM -> link(schema);
            default -> schema.getType().getName();
        };
    }

    /** The branch of an optional field that is not null; no other unions are allowed. */
    private static Schema other(Schema union) {
        return union.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    private static String link(Schema schema) {
        return "[" + schema.getName() + "](#" + schema.getName().toLowerCase(Locale.ROOT) + ")";
    }

    private static String cell(String doc) {
        return doc.replace("|", "\\|").replace("<", "&lt;");
    }

    private static void collect(Schema schema, List<Schema> parts) {
        switch (schema.getType()) {
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, parts));
            case ARRAY -> collect(schema.getElementType(), parts);
            case RECORD, ENUM -> parts.add(schema);
            default -> {}
        }
    }
}
