package io.ptmtorrent.crawler.hub.modelhub;

import static io.ptmtorrent.crawler.hub.SampleWorld.full;
import static io.ptmtorrent.crawler.hub.SampleWorld.rejects;
import static io.ptmtorrent.crawler.hub.SampleWorld.rows;
import static io.ptmtorrent.crawler.hub.SampleWorld.walk;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.crawler.hub.ExpectedFiles;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.SampleWorld;
import io.ptmtorrent.crawler.hub.SharedData;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The real registry of October 2022, and the real config.json and init.json of 28 of its 33 repositories. */
final class SharedModelhubTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MODELS = 33;
    private static final int REPOSITORIES = 28;

    @Test
    void everyModelOfTheRealRegistryIsARowWithItsDocumentsAndItsFiles() throws IOException {
        // given
        Path folder = SharedData.hubs().resolve("modelhub");
        Map<String, SampleRepository> repositories = repositories(folder);
        try (SampleWorld world = SampleWorld.of(SampleGitHub.start(List.copyOf(repositories.values())))) {
            world.github().put(registry(folder));
            Modelhub hub = new Modelhub(world.http());

            // when
            List<HubRow> rows = rows(walk(hub, full(1000)));

            // then
            assertThat(rows).hasSize(MODELS).doesNotHaveDuplicates();
            assertThat(rejects(walk(hub, full(1000)))).isEmpty();
            int files = 0;
            int there = 0;
            for (HubRow row : rows) {
                JsonNode envelope = JSON.readTree(SampleWorld.text(row.body()));
                String link = envelope.path("registry").path("github").asText();
                String name = link.replace("https://github.com/", "");
                SampleRepository repository = repositories.get(name.toLowerCase(Locale.ROOT));
                if (repository == null) {
                    assertThat(row.revision()).isNull();
                    assertThat(envelope.path("repository").path("missing").asText())
                            .contains("gave 404");
                    continue;
                }
                there++;
                assertThat(row.revision()).isEqualTo(repository.commit());
                for (String path : List.of("contrib_src/model/config.json", "init/init.json")) {
                    assertThat(envelope.path("files").path(path).asText())
                            .isEqualTo(new String(bytes(repository, path), StandardCharsets.UTF_8));
                }
                FilePage page = hub.files(row.id(), repository.commit(), null);
                assertThat(page).isInstanceOf(FilePage.Listed.class);
                List<String> listed = ExpectedFiles.of((FilePage.Listed) page);
                assertThat(listed).as(name).containsExactlyInAnyOrderElementsOf(expected(name, repository));
                files += listed.size();
            }
            assertThat(there).isEqualTo(REPOSITORIES);
            SharedData.report(rows.size() + " models of Modelhub.ai, " + there + " repositories, " + files + " files");
        }
    }

    private static SampleRepository registry(Path folder) throws IOException {
        return SampleRepository.named("modelhub-ai", "modelhub")
                .branch("master")
                .file("models.json", Files.readAllBytes(folder.resolve("models.json")))
                .build();
    }

    /** By name in lower case, as GitHub finds them. */
    private static Map<String, SampleRepository> repositories(Path folder) throws IOException {
        Map<String, SampleRepository> all = new TreeMap<>();
        try (Stream<Path> folders = Files.list(folder.resolve("repos"))) {
            for (Path one : folders.sorted().toList()) {
                String[] name = one.getFileName().toString().split("__", 2);
                SampleRepository repository = SampleRepository.named(name[0], name[1])
                        .file("contrib_src/model/config.json", Files.readAllBytes(one.resolve("config.json")))
                        .file("init/init.json", Files.readAllBytes(one.resolve("init.json")))
                        .build();
                all.put(repository.fullName().toLowerCase(Locale.ROOT), repository);
            }
        }
        return all;
    }

    /** The repository, and every destination in init.json whose source is an address. */
    private static List<String> expected(String name, SampleRepository repository) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (JsonNode file : JSON.readTree(bytes(repository, "init/init.json")).path("external_contrib_files")) {
            String url = file.path("src_url").asText();
            String path = file.path("dest_file_path").asText().replaceFirst("^/", "");
            if (url.startsWith("http")) {
                lines.put(path, path + " " + url + " ");
            }
        }
        List<String> all = new ArrayList<>(lines.values());
        String archive = "https://codeload.github.com/" + name + "/tar.gz/" + repository.commit();
        String bare = name.substring(name.indexOf('/') + 1);
        all.add(bare + "-" + repository.commit() + ".tar.gz " + archive + "  REPOSITORY");
        return all;
    }

    private static byte[] bytes(SampleRepository repository, String path) {
        return Objects.requireNonNull(repository.files().get(path)).bytes();
    }
}
