package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** PTMTorrent's schemas of 2023 in the folder that {@code -Dptm.shared=DIR} names, held against an export. */
record PtmTorrentSchemas(Path folder) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_6, builder -> {});

    /** Holds every file of an export against its schema; without the schemas it says so, and fails where CI=true. */
    static void assertValid(Path export, int files) throws IOException {
        String given = System.getProperty("ptm.shared", "");
        Path folder = Path.of(given).resolve("hubs/ptmtorrent/schemas");
        if (given.isEmpty() || !Files.isDirectory(folder)) {
            assertThat(System.getenv("CI")).as("CI=true asks for ptm.shared").isNotEqualTo("true");
            System.out.println("ptm.shared tests: schemas of 2023 skipped, -Dptm.shared names no folder");
            return;
        }
        try (Stream<Path> all = Files.walk(export)) {
            List<Path> json = all.filter(file -> file.toString().endsWith(".json") && !file.endsWith("export.json"))
                    .toList();
            assertThat(json).hasSize(files);
            for (Path file : json) {
                new PtmTorrentSchemas(folder).assertValid(file);
            }
        }
    }

    private void assertValid(Path file) throws IOException {
        if (file.toString().contains("/metadata/")) {
            Schema schema = schema(String.valueOf(file.getFileName()));
            assertThat(errors(schema, Files.readString(file)))
                    .as(file.toString())
                    .isEmpty();
            return;
        }
        Schema schema = schema("ptmtorrent.json");
        for (JsonNode record : JSON.readTree(file.toFile())) {
            assertThat(errors(schema, record.toString())).as(record.toString()).isEmpty();
        }
    }

    private Schema schema(String name) throws IOException {
        return SCHEMAS.getSchema(Files.readString(folder.resolve(name)));
    }

    private static List<?> errors(Schema schema, String json) {
        return schema.validate(
                json,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }
}
