package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.samplehub.SampleHubs;
import io.ptmtorrent.samplehub.modelhub.SampleModelhub;
import io.ptmtorrent.samplehub.modelscope.SampleModelScope;
import io.ptmtorrent.samplehub.modelscope.SampleScopeModel;
import io.ptmtorrent.samplehub.modelscope.ScopeKind;
import io.ptmtorrent.samplehub.modelzoo.SampleModelzoo;
import io.ptmtorrent.samplehub.onnx.SampleWeight;
import io.ptmtorrent.samplehub.onnx.SampleZoo;
import io.ptmtorrent.samplehub.onnx.SampleZooModel;
import io.ptmtorrent.samplehub.pytorch.SampleTorchHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ptm demo} on all hubs: what its topics hold in the end is what the hubs have. */
class AllHubsIT {
    private static final long SEED = 7;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temp;

    /** A model or package as exported, by hub. */
    private record Exported(List<JsonNode> rows) {
        Map<String, JsonNode> of(String hub) {
            return rows.stream()
                    .filter(row -> row.path("hub").asText().equals(hub))
                    .collect(Collectors.toMap(
                            row -> row.path("stableId").asText(), Function.identity(), (a, b) -> a, TreeMap::new));
        }

        Map<String, String> revisions(String hub) {
            Map<String, String> revisions = new TreeMap<>();
            of(hub).forEach((id, row) -> revisions.put(id, row.path("revision").asText("null")));
            return revisions;
        }
    }

    @Test
    void everyHubsModelsAndFilesAreThoseThatItHas() throws IOException {
        // when
        ReportFile report = demo();

        // then
        Exported models = export("models.jsonl");
        Exported packages = export("packages.jsonl");
        assertThat(report.json().path("hubs").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "huggingface", "onnx-model-zoo", "pytorch-hub", "modelzoo", "modelhub", "modelscope");
        assertThat(models.of("huggingface")).hasSize(60);
        assertThat(models.revisions("onnx-model-zoo"))
                .isEqualTo(revisions(
                        SampleZoo.of(SEED, SampleHubs.MODELS).truth(), SampleZooModel::id, SampleZooModel::revision));
        assertThat(models.revisions("pytorch-hub"))
                .isEqualTo(revisions(
                        SampleTorchHub.of(SEED, SampleHubs.MODELS).truth(), it -> it.id(), it -> it.revision()));
        assertThat(models.revisions("modelhub"))
                .isEqualTo(revisions(
                        SampleModelhub.of(SEED, SampleHubs.MODELS).truth(), it -> it.id(), it -> it.revision()));
        assertThat(models.of("modelzoo").keySet())
                .containsExactlyInAnyOrderElementsOf(SampleModelzoo.of(SEED, SampleHubs.MODELS).truth().stream()
                        .map(it -> it.slug())
                        .toList());

        assertModelScope(report, models, packages);

        // and every weight of the zoo is accounted for
        for (SampleZooModel model : SampleZoo.of(SEED, SampleHubs.MODELS).truth()) {
            JsonNode told = packages.of("onnx-model-zoo").get(model.id());
            long there = model.weights().stream().filter(SampleWeight::there).count();
            assertThat(told).as(model.id()).isNotNull();
            assertThat(told.path("wanted").asLong())
                    .as(model.id())
                    .isEqualTo(model.weights().size());
            assertThat(told.path("stored").asLong()).as(model.id()).isEqualTo(there);
            assertThat(told.path("unavailable").asLong())
                    .as(model.id())
                    .isEqualTo(model.weights().size() - there);
        }
        assertAccountedFor(report);

        // and a package is complete, or says why there is no list of its files
        assertThat(packages.rows()).allSatisfy(told -> {
            if (!told.path("state").asText().equals("COMPLETE")) {
                assertThat(told.path("state").asText()).isEqualTo("WITHOUT_DETAILS");
                assertThat(told.path("reason").asText()).isNotBlank();
            }
        });
        assertThat(packages.rows())
                .filteredOn(told -> told.path("state").asText().equals("COMPLETE"))
                .hasSize(report.json().path("packages").path("complete").asInt());
    }

    /** Each model once, each file as the hub has it: but for lies, and what needs an agreement. */
    private static void assertModelScope(ReportFile report, Exported models, Exported packages) {
        List<SampleScopeModel> truth =
                SampleModelScope.of(SEED, SampleHubs.MODELS).truth();
        assertThat(models.of("modelscope").keySet())
                .containsExactlyInAnyOrderElementsOf(
                        truth.stream().map(SampleScopeModel::id).toList());
        assertThat(report.json().path("hubs").path("modelscope").path("updates").asInt())
                .isEqualTo(SampleHubs.MODELS);
        for (SampleScopeModel model : truth) {
            JsonNode told = packages.of("modelscope").get(model.id());
            int files = model.files().size();
            assertThat(told).as(model.id()).isNotNull();
            assertThat(told.path("wanted").asInt()).as(model.id()).isEqualTo(files);
            // configuration.json is the same everywhere: stored where an open model's was first
            assertThat(told.path("gated").asInt())
                    .as(model.id())
                    .isBetween(
                            model.kind() == ScopeKind.GATED ? files - 1 : 0,
                            model.kind() == ScopeKind.GATED ? files : 0);
            assertThat(told.path("failed").asInt()).as(model.id()).isEqualTo(model.kind() == ScopeKind.LYING ? 1 : 0);
        }
    }

    private static void assertAccountedFor(ReportFile report) {
        JsonNode files = report.json().path("files");
        assertThat(files.path("wanted").asLong())
                .isPositive()
                .isEqualTo(Stream.of("stored", "deduplicated", "failed", "unavailable", "gated")
                        .mapToLong(member -> files.path(member).asLong())
                        .sum());
    }

    private static <T> Map<String, String> revisions(
            List<T> truth, Function<T, String> id, Function<T, @Nullable String> revision) {
        Map<String, String> revisions = new TreeMap<>();
        truth.forEach(model -> revisions.put(id.apply(model), String.valueOf(revision.apply(model))));
        return revisions;
    }

    private ReportFile demo() throws IOException {
        Path report = temp.resolve("report.json");
        CommandRun run = CommandRun.of(
                "demo",
                "--data",
                temp.resolve("data").toString(),
                "--models",
                "60",
                "--seed",
                Long.toString(SEED),
                "--report",
                report.toString());
        assertThat(run.code()).as(run.err()).isZero();
        return ReportFile.read(report);
    }

    private Exported export(String file) throws IOException {
        Path out = temp.resolve("data-set");
        CommandRun run = CommandRun.of(
                "export", "--data", temp.resolve("data").toString(), "--format", "jsonl", "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve(file))) {
            rows.add(JSON.readTree(line));
        }
        return new Exported(List.copyOf(rows));
    }
}
