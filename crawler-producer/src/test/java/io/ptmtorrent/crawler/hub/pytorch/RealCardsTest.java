package io.ptmtorrent.crawler.hub.pytorch;

import static io.ptmtorrent.crawler.hub.GitHubStage.bytes;
import static io.ptmtorrent.crawler.hub.GitHubStage.full;
import static io.ptmtorrent.crawler.hub.GitHubStage.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.crawler.git.Repository;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.GitHubStage;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.RealData;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real cards of pytorch/hub, and the addresses of weights that were seen in eight of the linked repositories. */
class RealCardsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern GITHUB_ID = Pattern.compile("(?m)^github-id: (\\S+)\\s*$");

    private final Map<String, String> cards = new TreeMap<>();
    private final Map<String, List<List<String>>> weights = new LinkedHashMap<>();
    private GitHubStage stage;
    private PyTorchHub hub;

    @BeforeEach
    void start() throws IOException {
        RealData shared = RealData.find();
        SampleRepository.Builder files =
                SampleRepository.named("pytorch", "hub").file("README.md", "# Hub\n");
        try (Stream<Path> all = Files.list(shared.path("pytorch/cards"))) {
            for (Path card : all.toList()) {
                cards.put(card.getFileName().toString(), Files.readString(card));
            }
        }
        cards.forEach(files::file);
        for (List<String> row : shared.table("pytorch/weights-seen.tsv")) {
            weights.computeIfAbsent(row.get(0), any -> new ArrayList<>()).add(row);
        }
        List<SampleRepository> repositories = new ArrayList<>(List.of(files.build()));
        githubIds().values().stream().distinct().forEach(id -> repositories.add(repository(id)));
        stage = GitHubStage.start(repositories, github -> {});
        hub = new PyTorchHub(stage.http());
    }

    @AfterEach
    void stop() throws IOException {
        if (stage != null) {
            stage.close();
        }
    }

    /** What a card says of itself in its front matter, read here by a pattern of this test's own. */
    private Map<String, String> githubIds() {
        Map<String, String> ids = new HashMap<>();
        cards.forEach((name, text) -> {
            Matcher id = GITHUB_ID.matcher(text);
            assertThat(id.find()).as(name).isTrue();
            ids.put(name.replace(".md", ""), id.group(1));
        });
        return ids;
    }

    /** A repository of our own making that names the addresses where the real one was seen to name them. */
    private SampleRepository repository(String id) {
        Repository name = Repository.parse(id).orElseThrow();
        SampleRepository.Builder files =
                SampleRepository.named(name.owner(), name.name()).file("README.md", id);
        Map<String, List<String>> byFile = new TreeMap<>();
        for (List<String> row : weights.getOrDefault(id, List.of())) {
            if (row.get(3).equals("in-repo")) {
                files.file(row.get(2), "bytes of " + row.get(2));
            } else {
                byFile.computeIfAbsent(row.get(2), any -> new ArrayList<>()).add(row.get(3));
            }
        }
        StringBuilder imports = new StringBuilder();
        byFile.forEach((path, urls) -> {
            String text = "model_urls = {'a': '" + String.join("', 'b': '", urls) + "'}\n";
            if (!path.equals("hubconf.py")) {
                files.file(path, text);
                imports.append(
                        "import " + path.replaceAll("(/__init__)?\\.py$", "").replace('/', '.') + "\n");
            }
        });
        String own = String.join("', '", byFile.getOrDefault("hubconf.py", List.of()));
        files.file("hubconf.py", imports + "x = ['" + own + "']\n");
        return refs(name, files).build();
    }

    private SampleRepository.Builder refs(Repository name, SampleRepository.Builder files) {
        for (String ref : wanted(name)) {
            files.tag(ref);
        }
        return files;
    }

    private Set<String> wanted(Repository name) {
        TreeSet<String> refs = new TreeSet<>();
        Pattern load = Pattern.compile(
                "'" + Pattern.quote(name.toString()) + ":([^']+)'|\"" + Pattern.quote(name.toString()) + ":([^\"]+)\"");
        for (String text : cards.values()) {
            for (Matcher found = load.matcher(text); found.find(); ) {
                refs.add(found.group(1) == null ? found.group(2) : found.group(1));
            }
        }
        return refs;
    }

    @Test
    void everyCardIsListedAtTheRepositoryOfItsGithubId() throws IOException {
        // given
        Map<String, String> expected = githubIds();

        // when
        List<HubRow> rows = rows(full(hub));

        // then
        assertThat(rows).hasSize(43).hasSameSizeAs(cards.entrySet());
        Map<String, Integer> refs = new TreeMap<>();
        for (HubRow row : rows) {
            JsonNode repository = JSON.readTree(bytes(row.body())).path("repository");
            assertThat(repository.path("asked").asText()).isEqualTo(expected.get(row.id()));
            assertThat(row.revision()).as(row.id()).isNotNull();
            refs.merge(repository.path("wanted").asText("default"), 1, Integer::sum);
        }
        assertThat(refs).containsOnlyKeys("default", "v0.10.0", "v1.0.0", "torchhub", "hub");
        RealData.report("PyTorch Hub, " + rows.size() + " cards, refs " + refs);
    }

    @Test
    void everyAddressThatWasSeenIsAFileOfItsCards() throws IOException {
        // given
        List<HubRow> rows = rows(full(hub));
        TreeSet<String> expected = new TreeSet<>();
        weights.values()
                .forEach(seen -> seen.stream()
                        .filter(row -> !row.get(3).equals("in-repo"))
                        .forEach(row -> expected.add(row.get(3))));

        // when
        TreeSet<String> found = new TreeSet<>();
        int hinted = 0;
        for (HubRow row : rows) {
            FilePage.Listed page = (FilePage.Listed) hub.files(row.id(), String.valueOf(row.revision()), null);
            for (JsonNode file : JSON.readTree(bytes(page.body())).path("files")) {
                if (!file.has("artifact")) {
                    hinted += found.add(file.path("url").asText()) && file.has("sha256Prefix") ? 1 : 0;
                }
            }
        }

        // then
        expected.removeAll(found);
        assertThat(expected).isSubsetOf(unlinked());
        RealData.report("PyTorch Hub, " + found.size() + " addresses of weights, " + hinted + " with a hint");
    }

    /** Addresses seen in repositories whose cards are not there. */
    private Set<String> unlinked() {
        TreeSet<String> urls = new TreeSet<>();
        weights.forEach((repository, rows) -> {
            if (!githubIds().containsValue(repository)) {
                rows.forEach(row -> urls.add(row.get(3)));
            }
        });
        return urls;
    }
}
