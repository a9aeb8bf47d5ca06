package io.ptmtorrent.normalizer.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.Issue;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.contract.RecordSerdes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads the real registry, config.json and init.json of the folder that {@code -Dptm.shared=DIR} names. */
final class SharedModelhubTest {
    static {
        RecordSerdes.trustOurRecords();
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONFIG = "contrib_src/model/config.json";
    private static final String INIT = "init/init.json";
    private static final String COMMIT = "0123456789012345678901234567890123456789";

    private final ModelhubParser parser = new ModelhubParser();
    private Path folder = Path.of("");

    @BeforeEach
    void find() {
        String given = System.getProperty("ptm.shared", "");
        boolean there = !given.isEmpty() && Files.isDirectory(Path.of(given));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("ptm.shared: '" + given + "' is no folder, and CI=true asks for it");
        }
        assumeTrue(there, "ptm.shared tests: skipped, -Dptm.shared names no folder");
        folder = Path.of(given).resolve("hubs").resolve("modelhub");
    }

    @Test
    void everyModelOfTheRealRegistryIsAModelWithWhatItsDocumentsSay() throws IOException {
        // given
        JsonNode registry = JSON.readTree(folder.resolve("models.json").toFile());

        // when, then
        int documents = 0;
        int templates = 0;
        int papers = 0;
        for (JsonNode row : registry) {
            Path repository = repository(row);
            Model model = parse(row, repository);
            assertThat(model.getStableId()).isEqualTo(row.path("id").asText());
            assertThat(model.getId()).isEqualTo(row.path("name").asText());
            assertThat(model.getUrl()).isEqualTo(row.path("github").asText());
            if (repository == null) {
                continue;
            }
            documents++;
            JsonNode config = JSON.readTree(repository.resolve("config.json").toFile());
            assertThat(model.getTask())
                    .isEqualTo(config.path("meta").path("task").asText());
            assertThat(model.getModelhub().getConfigId())
                    .isEqualTo(config.path("id").asText());
            assertThat(JSON.readTree(model.getModelhub().getConfig())).isEqualTo(config);
            papers += model.getPaperDois().isEmpty() ? 0 : 1;
            templates += isTemplate(model) ? 1 : 0;
            assertThat(says(model, CONFIG + ": id"))
                    .as(model.getId())
                    .isEqualTo(model.getId().equals("colab_totalsegmentator"));
        }
        report(documents);
        assertThat(registry).hasSize(33);
        assertThat(documents).isEqualTo(28);
        assertThat(templates).isEqualTo(9);
        // two papers lie where no address tells their DOI: at nips.cc and at cv-foundation.org
        assertThat(papers).isEqualTo(26);
    }

    @Test
    void theProjectsOwnExampleThatIsNoJsonIsAnIssueOfItsModel() throws IOException {
        // given
        ObjectNode row = (ObjectNode)
                JSON.readTree(folder.resolve("models.json").toFile()).get(0);
        String example = Files.readString(folder.resolve("examples/example_config_single_input.json"));

        // when
        Model model = model(envelope(row, example, null));

        // then
        assertThat(says(model, CONFIG)).isTrue();
        assertThat(model.getModelhub().getConfig()).isNull();
        assertThat(model.getTask()).isEqualTo(row.path("task_extended").asText());
    }

    private Model parse(JsonNode row, @Nullable Path repository) throws IOException {
        return repository == null
                ? model(envelope(row, null, null))
                : model(envelope(
                        row,
                        Files.readString(repository.resolve("config.json")),
                        Files.readString(repository.resolve("init.json"))));
    }

    /** As the crawler makes it. */
    private static ObjectNode envelope(JsonNode row, @Nullable String config, @Nullable String init) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.set("registry", row);
        String name = row.path("github").asText().replace("https://github.com/", "");
        envelope.putObject("repository").put("asked", name).put("name", name).put("commit", COMMIT);
        envelope.putObject("files").put(CONFIG, config).put(INIT, init);
        return envelope;
    }

    private Model model(ObjectNode envelope) throws IOException {
        Parsed parsed = parser.parse(JSON.writeValueAsBytes(envelope));
        assertThat(parsed).isInstanceOf(Accepted.class);
        return ((Accepted) parsed).model();
    }

    private @Nullable Path repository(JsonNode row) {
        String name =
                row.path("github").asText().replace("https://github.com/", "").replace("/", "__");
        Path repository = folder.resolve("repos").resolve(name);
        return Files.isDirectory(repository) ? repository : null;
    }

    private static boolean isTemplate(Model model) {
        boolean said = says(model, INIT + ": external_contrib_files");
        assertThat(said).isEqualTo(says(model, INIT + ": docker_id"));
        assertThat(said).isEqualTo(model.getModelhub().getDockerId() == null);
        return said;
    }

    private static boolean says(Model model, String field) {
        return model.getIssues().stream().map(Issue::getField).anyMatch(field::equals);
    }

    @SuppressWarnings("SystemOut")
    private static void report(int repositories) {
        System.out.println("ptm.shared tests: " + repositories + " repositories of Modelhub.ai");
    }
}
