package io.ptmtorrent.catalog.export.ptmtorrent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import io.ptmtorrent.catalog.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PtmTorrentExportTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long SPILLING = 2_000;

    @TempDir
    private Path folder;

    @Test
    void everyRecordPointsToItsEntryByTheEntrysIndex() throws IOException {
        // when
        export(Models2023.all(), "out");

        // then
        int followed = 0;
        for (String hub :
                List.of("huggingface", "onnx-model-zoo", "pytorch-hub", "modelhub", "modelzoo", "modelscope")) {
            JsonNode records = read("out/" + hub + "/json/" + hub + ".json");
            for (int i = 0; i < records.size(); i++) {
                JsonNode from = records.get(i).path("ModelHub");
                assertThat(from.path("MetadataObjectID").isInt()).isTrue();
                JsonNode to = read("out/" + from.path("MetadataFilePath").textValue())
                        .path(from.path("MetadataObjectID").intValue());
                assertThat(nameOf(to)).as(hub).isEqualTo(expectedName(hub, records.get(i)));
                followed++;
            }
        }
        assertThat(followed).isEqualTo(Models2023.all().size());
    }

    private static String nameOf(JsonNode entry) {
        return Stream.of("id", "ModelPath", "ModelName", "name", "title")
                .map(entry::path)
                .filter(JsonNode::isTextual)
                .findFirst()
                .orElseThrow()
                .textValue();
    }

    /** By what each hub's own entry tells the model apart. */
    private static String expectedName(String hub, JsonNode record) {
        return switch (hub) {
            case "huggingface" -> record.path("ModelName").textValue().equals("tern") ? "gull/tern" : "a2";
            case "onnx-model-zoo" -> {
                String name = record.path("ModelName").textValue();
                yield name.startsWith("Computer") ? name : "validated/vision/birds/gull/model/" + name + ".onnx";
            }
            case "modelzoo" -> "Tern GAN";
            default -> record.path("ModelName").textValue();
        };
    }

    @Test
    void aFullModelHasEveryFieldOfTheCommonSchema() throws IOException {
        // when
        export(List.of(Models2023.full()), "out");

        // then
        JsonNode record = read("out/huggingface/json/huggingface.json").path(0);
        assertThat(record).isEqualTo(JSON.readTree("""
                {"id":0,
                 "ModelHub":{"ModelHubName":"huggingface","ModelHubURL":"https://hub.test",
                  "MetadataFilePath":"huggingface/json/metadata/huggingfaceMetadata.json","MetadataObjectID":0},
                 "ModelName":"tern","ModelOwner":"gull","ModelURL":"https://hub.test/m","ModelOwnerURL":"https://hub.test/gull",
                 "Datasets":[
                  {"DatasetName":"terns","DatasetOwner":"","DatasetURL":"https://hub.test/d/terns","DatasetOwnerURL":"","DatasetUsages":["train","trained","fine_tuned"]},
                  {"DatasetName":"gulls","DatasetOwner":"gull","DatasetURL":"","DatasetOwnerURL":"https://hub.test/gull","DatasetPaperDOI":"10.1234/g"}],
                 "ModelPaperDOIs":["10.48550/arXiv.1801.00042"],
                 "LatestGitCommitSHA":"1111111111111111111111111111111111111111",
                 "ModelTask":"text-generation","ModelArchitecture":"TernForCausalLM"}
                """));
        assertThat(read("out/export.json").at("/hubs/huggingface/writtenAsEmptyText"))
                .isEqualTo(JSON.readTree(
                        "{\"Datasets.DatasetOwner\":1,\"Datasets.DatasetOwnerURL\":1,\"Datasets.DatasetURL\":1}"));
    }

    @Test
    void huggingFacesEntryHasThePopularityOfTheMetricsAndWhatItsCardSays() throws IOException {
        // when
        export(List.of(Models2023.full()), "out");

        // then
        assertThat(read("out/huggingface/json/metadata/huggingfaceMetadata.json")
                        .path(0))
                .isEqualTo(JSON.readTree("""
                        {"modelId":"gull/tern","sha":"1111111111111111111111111111111111111111",
                         "lastModified":"2026-11-01T12:00:00Z","tags":["bird","no"],"pipeline_tag":"text-generation",
                         "siblings":[{"rfilename":"README.md"},{"rfilename":"model.safetensors"}],"private":false,
                         "config":{"architectures":["TernForCausalLM"],"model_type":"tern"},
                         "cardData":{"tags":["bird"],"language":"no","license":"mit","datasets":["terns"]},
                         "library_name":"transformers","_id":"a1","id":"gull/tern","likes":101,"downloads":100}
                        """));
    }

    @Test
    void whatAHubDoesNotHaveIsEmptyOrAbsentAndNeverMadeUp() throws IOException {
        // when
        export(List.of(Models2023.sparse(), Models2023.withoutSchema()), "out");

        // then
        JsonNode sparse = read("out/huggingface/json/huggingface.json").path(0);
        assertThat(sparse.path("LatestGitCommitSHA").textValue()).isEmpty();
        assertThat(sparse.path("ModelOwner").textValue()).isEmpty();
        assertThat(sparse.has("Datasets")).isFalse();
        assertThat(sparse.has("ModelPaperDOIs")).isFalse();
        assertThat(sparse.has("ModelTask")).isFalse();
        JsonNode told = read("out/export.json").at("/hubs/huggingface");
        assertThat(told.path("writtenAsEmptyText"))
                .isEqualTo(JSON.readTree("{\"LatestGitCommitSHA\":1,\"ModelOwner\":1,\"ModelOwnerURL\":1}"));
        assertThat(told.path("leftOut")).isEqualTo(JSON.readTree("{\"cardData.language\":1,\"cardData.license\":1}"));
        // A digest of metadata is no commit.
        assertThat(read("out/modelscope/json/modelscope.json")
                        .at("/0/LatestGitCommitSHA")
                        .textValue())
                .isEmpty();
        assertThat(folder.resolve("out/modelscope/json/metadata")).doesNotExist();
    }

    @Test
    void aFamilyOfTheOnnxZooIsOneEntryAndMeasuresOfLaterYearsAreLeftOut() throws IOException {
        // when
        export(
                List.of(
                        Models2023.onnx("gull-7", "1.1%", "12.5"),
                        Models2023.onnx("gull-8", "7.7", "81.92"),
                        Models2023.exported()),
                "out");

        // then
        String metadata = "out/onnx-model-zoo/json/metadata/onnxmodelhub";
        assertThat(read(metadata + "HubMetadata.json")).isEqualTo(JSON.readTree("""
                [{"id":0,"ModelClass":"Gull","ModelREADMEPath":"validated/vision/birds/gull/README.md",
                  "RepoREADMEPath":"README.md","Paper":"https://arxiv.org/abs/1801.00042","Description":"Tells gulls.",
                  "HFSpaceURL":null,"Category":"language_modelling"}]
                """));
        JsonNode models = read(metadata + "ModelMetadata.json");
        assertThat(models).hasSize(3);
        assertThat(models.path(1)).isEqualTo(JSON.readTree("""
                {"id":1,"Model":"Gull","ModelSize":"4 MB","ModelPath":"validated/vision/birds/gull/model/gull-7.onnx",
                 "ONNXVersion":"1.2","Top-1% Accuracy":"54.80","Top-1 Error (%)":"1.1%","OpsetVersion":"7",
                 "GitHub URL":"https://github.com/onnx/models/tree/main/validated/vision/birds/gull/model"}
                """));
        assertThat(models.at("/2/mIOU").textValue()).isEqualTo("81.92");
        assertThat(read("out/export.json").at("/hubs/onnx-model-zoo/leftOut"))
                .isEqualTo(JSON.readTree("{\"Category\":2,\"Top-1 Error (%)\":1,\"mIOU\":1}"));
    }

    @Test
    void frameworksAndCategoriesOfLaterYearsAreLeftOutOfModelzoosFiles() throws IOException {
        // when
        export(List.of(Models2023.listed()), "out");

        // then
        String metadata = "out/modelzoo/json/metadata/modelZoo";
        String common = """
                "title":"Tern GAN","description":null,"stars":102,"link":null,
                "categories":[{"id":1,"slug":"computer-vision","title":"Computer Vision","short_title":"CV"},{}]
                """;
        assertThat(read(metadata + "HubMetadata.json"))
                .isEqualTo(JSON.readTree("{\"models\":[{\"slug\":\"tern-gan\"," + common + "}]}"));
        assertThat(read(metadata + "ModelMetadata.json"))
                .isEqualTo(JSON.readTree(
                        "[{" + common + ",\"papers\":{\"Terns\":\"https://arxiv.org/abs/1801.00042\"},\"id\":77}]"));
        assertThat(read("out/modelzoo/json/modelzoo.json")
                        .at("/0/LatestGitCommitSHA")
                        .textValue())
                .isEqualTo("1".repeat(40));
        assertThat(read("out/export.json").at("/hubs/modelzoo/leftOut"))
                .isEqualTo(JSON.readTree("{\"categories.short_title\":1,\"categories.slug\":1,"
                        + "\"categories.title\":1,\"framework\":1,\"papers\":1}"));
    }

    @Test
    void addressesAndBranchesThatTheSchemasRefuseAreLeftOut() throws IOException {
        // when
        export(List.of(Models2023.registered(), Models2023.card()), "out");

        // then
        assertThat(read("out/modelhub/json/metadata/modelhubMetadata.json").path(0))
                .isEqualTo(JSON.readTree("{\"id\":\"0001\",\"name\":\"tern-net\",\"task_extended\":\"Counting terns\","
                        + "\"backend\":[\"onnx\"],\"gpu\":true}"));
        assertThat(read("out/pytorch-hub/json/metadata/pytorchhubModelMetadata.json")
                        .path(0))
                .isEqualTo(JSON.readTree("{\"id\":0,\"ModelName\":\"tern\",\"ModelAuthor\":\"Gull Lab\","
                        + "\"ModelDescription\":\"Tells terns\",\"ModelURL\":\"https://hub.test/m\","
                        + "\"ColabURL\":\"https://colab.test/tern.ipynb\",\"DemoURL\":null}"));
        assertThat(read("out/export.json").at("/hubs/modelhub/leftOut"))
                .isEqualTo(JSON.readTree("{\"github\":1,\"github_branch\":1}"));
    }

    @ParameterizedTest
    @CsvSource({
        "huggingface, huggingfaceMetadata.json",
        "onnx-model-zoo, onnxmodelhubModelMetadata.json",
        "onnx-model-zoo, onnxmodelhubHubMetadata.json",
        "pytorch-hub, pytorchhubModelMetadata.json",
        "modelhub, modelhubMetadata.json",
        "modelzoo, modelZooModelMetadata.json",
        "modelzoo, modelZooHubMetadata.json",
        "modelscope, ''"
    })
    void everyFileIsValidAgainstItsSchemaOf2023(String hub, String metadata) throws IOException {
        // given
        Schemas2023 schemas = Schemas2023.find();

        // when
        export(Models2023.all(), "out");

        // then
        JsonNode records = read("out/" + hub + "/json/" + hub + ".json");
        assertThat(records).isNotEmpty();
        for (JsonNode record : records) {
            assertThat(schemas.errors("ptmtorrent.json", record.toString())).isEmpty();
        }
        if (!metadata.isEmpty()) {
            Path file = folder.resolve("out/" + hub + "/json/metadata/" + metadata);
            assertThat(schemas.errors(metadata, Files.readString(file))).isEmpty();
        }
    }

    @Test
    void theSchemasAreNotBlindToWhatTheExportAvoids() throws IOException {
        // given
        Schemas2023 schemas = Schemas2023.find();

        // then
        assertThat(schemas.errors("ptmtorrent.json", "{\"id\":0}")).isNotEmpty();
        assertThat(schemas.errors("modelhubMetadata.json", "[{\"github_branch\":\"main\"}]"))
                .isNotEmpty();
        assertThat(schemas.errors("modelhubMetadata.json", "[{\"github\":\"https://github.com/a b\"}]"))
                .isNotEmpty();
        assertThat(schemas.errors("huggingfaceMetadata.json", "[{\"cardData\":{\"language\":[\"en\"]}}]"))
                .isNotEmpty();
    }

    @Test
    void theBytesDependOnNeitherTheOrderOfRecordsNorTheMemory() throws IOException {
        // given
        List<Model> shuffled = new ArrayList<>(Models2023.all());
        Collections.shuffle(shuffled, new Random(7));

        // when
        export(Models2023.all(), "one");
        export(shuffled, "other");

        // then
        assertThat(content("other")).isEqualTo(content("one"));
        assertThat(content("one")).hasSize(6 + 7 + 1);
    }

    @Test
    void aRemovedModelIsInNoFileAndItsPopularityAtNoOther() throws IOException {
        // given
        try (Snapshot rows = new Snapshot(folder, Set.of(), null, SPILLING)) {
            rows.putModel("modelhub/0001", Models2023.registered());
            rows.putMetrics("huggingface/a1", Models2023.metrics(Models2023.full(), 1));
            rows.putModel("huggingface/a1", Models2023.full());
            rows.putModel("huggingface/a1", null);
            rows.putModel("huggingface/a2", Models2023.sparse());
            rows.putMetrics("huggingface/a2", Models2023.metrics(Models2023.sparse(), 5));
            rows.putMetrics("huggingface/a2", Models2023.metrics(Models2023.sparse(), 9));

            // when
            List<LiveModel> got = new ArrayList<>();
            rows.forEach(got::add);

            // then
            assertThat(got).extracting(it -> it.model().getStableId()).containsExactly("a2", "0001");
            assertThat(got).extracting(LiveModel::downloads).containsExactly(9L, null);
        }
    }

    private void export(List<Model> models, String to) throws IOException {
        Path out = Files.createDirectories(folder.resolve(to));
        try (Snapshot rows = new Snapshot(out, Set.of(), null, SPILLING)) {
            for (Model model : models) {
                rows.putModel(Models2023.key(model), model);
                rows.putMetrics(Models2023.key(model), Models2023.metrics(model, 100));
            }
            assertThat(new PtmTorrentExport(Set.of(), SPILLING)
                            .write(rows, out, 0)
                            .models())
                    .isEqualTo(models.size());
        }
    }

    private JsonNode read(String file) throws IOException {
        return JSON.readTree(folder.resolve(file).toFile());
    }

    private Map<String, String> content(String of) throws IOException {
        Map<String, String> content = new TreeMap<>();
        Path root = folder.resolve(of);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return content;
    }
}
