package io.ptmtorrent.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One file of {@code compatibility/}: schemas already registered, one that comes, and whether it may.
 *
 * @param compatible by Avro's specification, read FULL_TRANSITIVE
 * @param sameForApicurio where Apicurio takes the candidate for a schema that it has, and makes no version of it
 */
record CompatibilityCase(
        String name, List<String> earlier, String candidate, boolean compatible, boolean sameForApicurio) {

    static List<CompatibilityCase> all() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/compatibility"))) {
            return files.sorted().map(CompatibilityCase::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompatibilityCase read(Path file) {
        try {
            JsonNode json = new ObjectMapper().readTree(file.toFile());
            List<String> earlier = new ArrayList<>();
            json.required("earlier").forEach(schema -> earlier.add(schema.toString()));
            return new CompatibilityCase(
                    file.getFileName().toString().replace(".json", ""),
                    List.copyOf(earlier),
                    json.required("candidate").toString(),
                    json.required("compatible").asBoolean(),
                    json.path("sameForApicurio").asBoolean(false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
