package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.samplehub.FileFetcher.Found;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hub of the demo's size has a few of everything that bites, without any fault asked for. */
class DemoHubTest {
    private SampleHub hub;
    private HubReader reader;
    private FileFetcher fetcher;

    @BeforeEach
    void start() throws IOException {
        hub = SampleHub.start(SampleHubConfig.defaults().withModels(1_000));
        reader = new HubReader(hub);
        fetcher = new FileFetcher(hub, reader);
    }

    @AfterEach
    void stop() throws IOException {
        reader.close();
        hub.close();
    }

    @Test
    void allItsFilesAreFewMegabytes() {
        // when
        List<FileTruth> files = files();
        // then
        assertThat(files).hasSizeBetween(5_000, 15_000);
        assertThat(files.stream().mapToLong(FileTruth::size).sum()).isLessThan(300_000_000);
        assertThat(files.stream().filter(file -> file.size() > 1 << 20).count()).isLessThan(50);
    }

    @Test
    void someAreGatedSomeLieSomeAreShared() {
        // when
        List<FileTruth> files = files();
        // then
        assertThat(hub.truth().live().filter(model -> !"false".equals(model.gated())))
                .hasSizeBetween(10, 60);
        assertThat(files.stream().filter(file -> file.large() && !file.digestTrue()))
                .hasSizeBetween(10, 200);
        assertThat(files.stream().filter(file -> !file.large() && !file.digestTrue()))
                .hasSizeBetween(10, 200);
        Map<String, List<FileTruth>> byDigest =
                files.stream().filter(FileTruth::large).collect(Collectors.groupingBy(FileTruth::sha256));
        long shared = byDigest.values().stream()
                .filter(same -> same.size() > 1)
                .mapToLong(Collection::size)
                .sum();
        long large = files.stream().filter(FileTruth::large).count();
        assertThat(shared * 8).isGreaterThan(large);
    }

    @Test
    void someAreRenamedWhileTheListingTellsTheOldPath() throws IOException {
        // given
        List<ModelTruth> moved =
                hub.truth().live().filter(model -> model.movedTo() != null).toList();
        assertThat(moved).hasSizeBetween(3, 30);
        Set<String> listed = new HashSet<>();
        reader.rows("limit=1000&sort=createdAt&direction=1&expand=sha")
                .forEach(row -> listed.add(row.get("id").asText()));
        for (ModelTruth model : moved) {
            // when
            HttpResponse<byte[]> redirect = reader.get(FileFetcher.tree(model));
            // then
            String there = "/api/models/" + Answer.encoded(String.valueOf(model.movedTo()));
            assertThat(listed).contains(model.path()).doesNotContain(model.movedTo());
            assertThat(redirect.statusCode()).isEqualTo(307);
            assertThat(HubReader.header(redirect, "location"))
                    .isEqualTo(there + "/tree/" + model.sha() + "?recursive=true");
            assertThat(reader.get(HubReader.header(redirect, "location")).statusCode())
                    .isEqualTo(200);
            JsonNode told = HubReader.json(reader.get(there));
            assertThat(told.get("id").asText()).isEqualTo(model.movedTo());
            assertThat(told.get("_id").asText()).isEqualTo(model.stableId());
        }
    }

    @Test
    void aMovedModelsFilesAreFoundByItsListedPath() throws IOException {
        // given
        Found found = hub.truth()
                .live()
                .filter(model -> model.movedTo() != null && "false".equals(model.gated()) && !model.disabled())
                .flatMap(model -> FileFetcher.found(hub, model))
                .filter(it -> it.file().large() && it.file().digestTrue())
                .findFirst()
                .orElseThrow();
        // when
        HttpResponse<byte[]> renamed = fetcher.resolve(found);
        HttpResponse<byte[]> bytes = fetcher.follow(fetcher.follow(renamed));
        // then
        assertThat(renamed.statusCode()).isEqualTo(307);
        assertThat(HubReader.header(renamed, "location"))
                .startsWith("/" + Answer.encoded(String.valueOf(found.model().movedTo())) + "/resolve/");
        assertThat(Digests.sha256(bytes.body())).isEqualTo(found.file().sha256());
    }

    @Test
    void someFileNamesAreOddAndEachIsServedByItsExactName() throws IOException {
        // given
        List<Found> odd = FileFetcher.free(hub)
                .flatMap(model -> FileFetcher.found(hub, model))
                .filter(it ->
                        OddPaths.of(1, it.model().number()).contains(it.file().path()))
                .toList();
        assertThat(odd)
                .extracting(it -> it.file().path())
                .contains("../../x", "/etc/passwd", "nul\0byte.json", "%2e%2e/%2e%2e/escaped.txt")
                .anyMatch(path -> path.length() == 300)
                .anyMatch(path -> path.contains("模型"))
                .anyMatch(path -> path.startsWith(" ") && path.endsWith(" "));
        for (Found found : odd) {
            // when
            List<String> told = fetcher.pages(found.model()).stream()
                    .flatMap(page -> HubReader.json(page).findValuesAsText("path").stream())
                    .toList();
            // then
            assertThat(told).contains(found.file().path());
            assertThat(Digests.sha256(fetcher.bytes(found).body()))
                    .as(found.file().path())
                    .isEqualTo(found.file().sha256());
        }
    }

    private List<FileTruth> files() {
        SampleHubTruth truth = hub.truth();
        return truth.live().flatMap(model -> truth.files(model).stream()).toList();
    }
}
