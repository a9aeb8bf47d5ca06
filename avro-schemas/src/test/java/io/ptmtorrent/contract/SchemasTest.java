package io.ptmtorrent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schema is documented, and FULL_TRANSITIVE with each of its released versions (src/released). */
class SchemasTest {
    private static final Path RELEASED = Path.of("src/released");

    static Stream<Schema> schemas() {
        return new Topics("ptm.", 4).all().stream().map(Topic::valueSchema);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyFieldSaysWhatItHolds(Schema schema) {
        walk(schema, new HashSet<>(), record -> {
            assertThat(record.getDoc()).as(record.getFullName()).isNotBlank();
            record.getFields()
                    .forEach(field -> assertThat(field.doc())
                            .as(record.getName() + "." + field.name())
                            .isNotBlank());
        });
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyEnumFallsBackToUnknown(Schema schema) {
        enums(schema)
                .forEach(it ->
                        assertThat(it.getEnumDefault()).as(it.getFullName()).isEqualTo("UNKNOWN"));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void readsAndIsReadByEveryReleasedVersion(Schema schema) throws IOException {
        for (Path path : releasedVersionsOf(schema)) {
            Schema old = new Schema.Parser().parse(path.toFile());
            assertThat(incompatibilities(schema, old)).as("new reads " + path).isEmpty();
            assertThat(incompatibilities(old, schema)).as(path + " reads new").isEmpty();
        }
    }

    @Test
    void everyReleasedSchemaStillHasATopic() throws IOException {
        Set<String> names = new HashSet<>(schemas().map(Schema::getName).toList());
        try (Stream<Path> files = Files.walk(RELEASED)) {
            assertThat(files.filter(it -> it.toString().endsWith(".avsc"))
                            .map(it -> it.getFileName().toString().replace(".avsc", "")))
                    .allMatch(names::contains);
        }
    }

    @Test
    void noticesABranchThatOldReadersCannotRead() {
        // given
        Schema old = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"string\"],"
                        + "\"default\":null}]}");
        Schema wider = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"string\","
                        + "\"bytes\",{\"type\":\"record\",\"name\":\"N\",\"fields\":[]}],\"default\":null}]}");

        // when
        List<String> problems = incompatibilities(old, wider);

        // then
        assertThat(problems).isNotEmpty();
        assertThat(incompatibilities(wider, old)).isEmpty();
    }

    private static List<String> incompatibilities(Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
                ? List.of()
                : result.getIncompatibilities().stream()
                        .map(it -> it.getLocation() + ": " + it.getMessage())
                        .toList();
    }

    private static List<Path> releasedVersionsOf(Schema schema) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(RELEASED)) {
            for (Path version : versions) {
                Path file = version.resolve(schema.getName() + ".avsc");
                if (Files.exists(file)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static List<Schema> enums(Schema schema) {
        List<Schema> found = new ArrayList<>();
        walk(
                schema,
                new HashSet<>(),
                record -> record.getFields()
                        .forEach(field -> branches(field.schema())
                                .filter(it -> it.getType() == Schema.Type.ENUM)
                                .forEach(found::add)));
        return found;
    }

    private static void walk(Schema schema, Set<String> seen, Consumer<Schema> visit) {
        branches(schema).filter(it -> it.getType() == Schema.Type.RECORD).forEach(record -> {
            if (seen.add(record.getFullName())) {
                visit.accept(record);
                record.getFields().forEach(field -> walk(field.schema(), seen, visit));
            }
        });
    }

    private static Stream<Schema> branches(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> schema.getTypes().stream().flatMap(SchemasTest::branches);
            case ARRAY -> branches(schema.getElementType());
            default -> Stream.of(schema);
        };
    }
}
