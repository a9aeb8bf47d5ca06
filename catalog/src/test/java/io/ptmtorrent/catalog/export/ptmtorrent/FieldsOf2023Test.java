package io.ptmtorrent.catalog.export.ptmtorrent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table in docs/ptmtorrent.md forgets no field of the schemas of 2023, and names fields that are there. */
class FieldsOf2023Test {
    private static final Path PAGE = Path.of("../docs/ptmtorrent.md");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (.+) \\|");
    private static final Pattern NAMED = Pattern.compile("`((?:Model|ModelMetrics)\\.[A-Za-z0-9.]+)`");
    private static final JsonMapper JSON = new JsonMapper();

    static List<String> schemas() throws IOException {
        return new ArrayList<>(table().keySet());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyFieldOfTheSchemaIsInTheTable(String schema) throws IOException {
        // given
        Path file = Schemas2023.find().folder().resolve(schema);
        JsonNode root = JSON.readTree(file.toFile());

        // when
        List<String> fields = new ArrayList<>();
        walk(root, root, "", fields);

        // then
        assertThat(Objects.requireNonNull(table().get(schema)).keySet()).containsExactlyInAnyOrderElementsOf(fields);
    }

    @Test
    void everySchemaIsInTheTable() throws IOException {
        try (Stream<Path> files = Files.list(Schemas2023.find().folder())) {
            assertThat(table().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyFieldThatTheTableNamesIsThere(String schema) throws IOException {
        for (Map.Entry<String, String> row :
                Objects.requireNonNull(table().get(schema)).entrySet()) {
            for (Matcher named = NAMED.matcher(row.getValue()); named.find(); ) {
                assertThat(isThere(List.of(named.group(1).split("\\.", -1))))
                        .as(row.getKey() + ": " + named.group(1))
                        .isTrue();
            }
        }
    }

    /** Where each field of 2023 is now, by schema and path. */
    private static Map<String, Map<String, String>> table() throws IOException {
        Map<String, Map<String, String>> table = new TreeMap<>();
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (line.startsWith("### ")) {
                rows = new TreeMap<>();
                table.put(line.substring("### ".length()), rows);
            } else if (!table.isEmpty() && row.matches()) {
                rows.put(row.group(1), row.group(2));
            }
        }
        assertThat(table).isNotEmpty();
        return table;
    }

    /** Paths of all members that hold no object of members that are known. */
    private static void walk(JsonNode root, JsonNode schema, String path, List<String> fields) {
        JsonNode at = schema.has("$ref")
                ? root.at(schema.path("$ref").textValue().substring(1).replace("%20", " "))
                : schema;
        if (at.has("items") || at.has("contains")) {
            walk(root, at.path(at.has("items") ? "items" : "contains"), path, fields);
        } else if (at.has("properties")) {
            at.path("properties")
                    .properties()
                    .forEach(member -> walk(
                            root,
                            member.getValue(),
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            fields));
        } else {
            fields.add(path);
        }
    }

    private static boolean isThere(List<String> path) {
        Schema schema = path.getFirst().equals("Model") ? Model.getClassSchema() : ModelMetrics.getClassSchema();
        for (String name : path.subList(1, path.size())) {
            Schema.Field field = recordIn(schema).getField(name);
            if (field == null) {
                return false;
            }
            schema = field.schema();
        }
        return true;
    }

    private static Schema recordIn(Schema schema) {
        return switch (schema.getType()) {
            case ARRAY -> recordIn(schema.getElementType());
            case UNION -> recordIn(schema.getTypes().getLast());
            default -> schema;
        };
    }
}
