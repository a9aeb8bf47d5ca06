package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.contract.RecordSerdes;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One hub's cases: a folder each, with the row (input.json), what it declares (expected.json), and what is derived of it
 * (derived.json); one of the two may be missing.
 */
record GoldenCases(String hub) {
    static {
        RecordSerdes.trustOurRecords();
    }

    private static final JsonMapper JSON = new JsonMapper();

    /** Those with a file of this name. */
    List<String> namesWith(String file) throws IOException {
        try (Stream<Path> folders = Files.list(folder())) {
            return folders.filter(folder -> Files.exists(folder.resolve(file)))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    List<String> names() throws IOException {
        return namesWith("expected.json");
    }

    byte[] input(String name) throws IOException {
        return Files.readAllBytes(folder().resolve(name).resolve("input.json"));
    }

    JsonNode expected(String name) throws IOException {
        return JSON.readTree(folder().resolve(name).resolve("expected.json").toFile());
    }

    JsonNode derived(String name) throws IOException {
        return JSON.readTree(folder().resolve(name).resolve("derived.json").toFile());
    }

    /** What was derived, in the form of derived.json; its issues come behind those that expected.json has. */
    JsonNode derived(String name, Parsed parsed) throws IOException {
        Path expected = folder().resolve(name).resolve("expected.json");
        int declared = Files.exists(expected) ? issues(expected(name)) : 0;
        ObjectNode model = RecordJson.of(((Accepted) parsed).model());
        return JSON.readTree(DerivedJson.derived(model, declared).toString());
    }

    /** What is declared, in the form of expected.json. */
    JsonNode declared(String name, Parsed parsed) throws IOException {
        ObjectNode json = (ObjectNode) json(parsed);
        if (json.get("model") instanceof ObjectNode model) {
            json.set("model", DerivedJson.declared(model, issues(expected(name))));
        }
        return JSON.readTree(json.toString());
    }

    private static int issues(JsonNode expected) {
        return expected.path("model").path("issues").size();
    }

    /** What was parsed: fields that hold their default are left out. */
    static JsonNode json(Parsed parsed) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        switch (parsed) {
            case Rejected rejected -> json.put("rejected", rejected.reason().name());
            case Accepted accepted -> {
                json.set("model", RecordJson.of(accepted.model()));
                if (!accepted.popularity().equals(Popularity.NONE)) {
                    json.set("popularity", json(accepted.popularity()));
                }
            }
        }
        return json;
    }

    private static ObjectNode json(Popularity popularity) {
        ObjectNode json = JSON.valueToTree(popularity);
        json.properties().removeIf(member -> member.getValue().isNull());
        return json;
    }

    private Path folder() throws IOException {
        try {
            return Path.of(Objects.requireNonNull(GoldenCases.class.getResource("/" + hub))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
