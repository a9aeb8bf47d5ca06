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

/** One hub's cases: a folder each, with the row and what is expected of it. */
record GoldenCases(String hub) {
    static {
        RecordSerdes.trustOurRecords();
    }

    private static final JsonMapper JSON = new JsonMapper();

    List<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(folder())) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    byte[] input(String name) throws IOException {
        return Files.readAllBytes(folder().resolve(name).resolve("input.json"));
    }

    JsonNode expected(String name) throws IOException {
        return JSON.readTree(folder().resolve(name).resolve("expected.json").toFile());
    }

    /** What was parsed in the form of what is expected: fields that hold their default are left out. */
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
        return JSON.readTree(json.toString());
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
