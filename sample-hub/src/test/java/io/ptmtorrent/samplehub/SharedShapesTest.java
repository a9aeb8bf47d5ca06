package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Holds recorded answers of the real hub against ours: same members, same JSON types. */
class SharedShapesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void membersOfRecordedModelsHaveTheTypesOfOurs() throws IOException {
        // given
        Path folder = recorded();
        Map<String, Set<JsonNodeType>> ours = ours();
        int seen = 0;
        // when
        try (Stream<Path> files = Files.list(folder.resolve("http"))) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("model-"))
                    .toList()) {
                JsonNode body = JSON.readTree(file.toFile()).get("body");
                seen += body.has("_id") ? matches(body, ours) : 0;
            }
        }
        seen += matches(
                JSON.readTree(folder.resolve("model-info/google-bert__bert-base-uncased.default.json")
                        .toFile()),
                ours);
        // then
        assertThat(seen).isGreaterThan(60);
    }

    private static int matches(JsonNode real, Map<String, Set<JsonNodeType>> ours) {
        real.properties().forEach(member -> {
            if (!Set.of("inference").contains(member.getKey())) {
                assertThat(ours).containsKey(member.getKey());
                assertThat(ours.get(member.getKey()))
                        .as(member.getKey())
                        .contains(member.getValue().getNodeType());
            }
        });
        return real.size();
    }

    private static Map<String, Set<JsonNodeType>> ours() throws IOException {
        Map<String, Set<JsonNodeType>> types = new HashMap<>();
        try (SampleHub hub = SampleHub.start(SampleHubConfig.defaults());
                HubReader reader = new HubReader(hub)) {
            List<JsonNode> rows = reader.rows("limit=1000&expand=" + String.join("&expand=", Field.names()));
            for (JsonNode row : rows) {
                row.properties()
                        .forEach(member -> types.computeIfAbsent(
                                        member.getKey(), any -> EnumSet.noneOf(JsonNodeType.class))
                                .add(member.getValue().getNodeType()));
            }
            types.put("modelId", EnumSet.of(JsonNodeType.STRING));
        }
        return types;
    }

    private static Path recorded() {
        String shared = System.getProperty("ptm.shared", "");
        if (shared.isEmpty()) {
            assertThat(System.getenv("CI")).as("CI must pass -Dptm.shared").isNotEqualTo("true");
            Assumptions.abort("no recorded answers: -Dptm.shared is empty");
        }
        return Path.of(shared, "hubs", "huggingface");
    }
}
