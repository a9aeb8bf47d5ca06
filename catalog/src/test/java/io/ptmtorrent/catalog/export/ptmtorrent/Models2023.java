package io.ptmtorrent.catalog.export.ptmtorrent;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Dataset;
import io.ptmtorrent.avro.DatasetRole;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.HuggingFaceModel;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.avro.ModelScopeModel;
import io.ptmtorrent.avro.ModelhubModel;
import io.ptmtorrent.avro.ModelzooCategory;
import io.ptmtorrent.avro.ModelzooModel;
import io.ptmtorrent.avro.OnnxModelZooModel;
import io.ptmtorrent.avro.OnnxTableCell;
import io.ptmtorrent.avro.PyTorchHubModel;
import io.ptmtorrent.contract.RecordSerdes;
import java.time.Instant;
import java.util.List;

/** Models of every hub with what the 2023 schemas have trouble with. */
final class Models2023 {
    private static final String COMMIT = "1".repeat(40);

    static {
        RecordSerdes.trustOurRecords();
    }

    private Models2023() {}

    static Model.Builder bare(String hub, String stableId) {
        return Model.newBuilder()
                .setHub(hub)
                .setStableId(stableId)
                .setId(stableId)
                .setHubUrl("https://hub.test")
                .setMetadataUrl("https://hub.test/api/" + hub)
                .setName(stableId)
                .setUrl("https://hub.test/m")
                .setGating(Gating.NONE);
    }

    /** One language that YAML took for false, a data set with an owner and one without, likes. */
    static Model full() {
        return bare("huggingface", "a1")
                .setId("gull/tern")
                .setName("tern")
                .setOwner("gull")
                .setOwnerUrl("https://hub.test/gull")
                .setRevision(COMMIT)
                .setModifiedAt(Instant.parse("2026-11-01T12:00:00Z"))
                .setTask("text-generation")
                .setArchitecture("TernForCausalLM")
                .setLicenses(List.of("mit"))
                .setLanguages(List.of("no"))
                .setTags(List.of("bird", "no"))
                .setDatasets(List.of(
                        Dataset.newBuilder()
                                .setName("terns")
                                .setUrl("https://hub.test/d/terns")
                                .setUsages(List.of("train", "train"))
                                .setRoles(List.of(DatasetRole.TRAINED, DatasetRole.FINE_TUNED))
                                .build(),
                        Dataset.newBuilder()
                                .setName("gulls")
                                .setOwner("gull")
                                .setOwnerUrl("https://hub.test/gull")
                                .setPaperDoi("10.1234/g")
                                .setRoles(List.of(DatasetRole.UNKNOWN))
                                .build()))
                .setPaperDois(List.of("10.48550/arXiv.1801.00042"))
                .setFiles(List.of(file("README.md"), file("model.safetensors")))
                .setHuggingFace(HuggingFaceModel.newBuilder()
                        .setPipelineTag("text-generation")
                        .setLibraryName("transformers")
                        .setConfig("{\"architectures\":[\"TernForCausalLM\",7],\"model_type\":\"tern\",\"x\":1}")
                        .setCardData(
                                "{\"datasets\":\"terns\",\"language\":false,\"license\":\"mit\",\"tags\":[\"bird\",7]}")
                        .build())
                .build();
    }

    /** Nothing but names, two languages, a card without what 2023 knew. */
    static Model sparse() {
        return bare("huggingface", "a2")
                .setLanguages(List.of("en", "de"))
                .setLicenses(List.of("mit", "apache-2.0"))
                .setHuggingFace(HuggingFaceModel.newBuilder()
                        .setCardData("{\"model-index\":[]}")
                        .build())
                .build();
    }

    /** A weight of a listed family, with a measure that stood there in 2023 and one that did not. */
    static Model onnx(String name, String top1Error, String miou) {
        String path = "validated/vision/birds/gull/model/" + name + ".onnx";
        return bare("onnx-model-zoo", path)
                .setName(name)
                .setRevision(COMMIT)
                .setOwner("onnx")
                .setOwnerUrl("https://github.com/onnx")
                .setMetadataUrl("https://github.com/onnx/models/tree/main/validated/vision/birds/gull/model")
                .setOnnxModelZoo(OnnxModelZooModel.newBuilder()
                        .setModel("Gull")
                        .setOpset(7)
                        .setOnnxVersion("1.2")
                        .setSize("4 MB")
                        .setTable(List.of(
                                new OnnxTableCell("Model", "Gull"),
                                new OnnxTableCell("Top-1 accuracy (%)", "54.80"),
                                new OnnxTableCell("TOP-1 ERROR", top1Error),
                                new OnnxTableCell("mIOU (%)", miou)))
                        .setReadmePath("validated/vision/birds/gull/README.md")
                        .setModelClass("Gull")
                        .setCategory("language_modelling")
                        .setPaper("https://arxiv.org/abs/1801.00042")
                        .setDescription("Tells gulls.")
                        .build())
                .build();
    }

    /** Of no family that is listed. */
    static Model exported() {
        return bare("onnx-model-zoo", "Computer_Vision/tern_Opset16_timm/tern_Opset16.onnx")
                .setOnnxModelZoo(OnnxModelZooModel.newBuilder().setOpset(16).build())
                .build();
    }

    static Model card() {
        return bare("pytorch-hub", "tern")
                .setPytorchHub(PyTorchHubModel.newBuilder()
                        .setAuthor("Gull Lab")
                        .setSummary("Tells terns")
                        .setGithubLink("github.com/gull/tern")
                        .setColabUrl("https://colab.test/tern.ipynb")
                        .build())
                .build();
    }

    static Model registered() {
        return bare("modelhub", "0001")
                .setModelhub(ModelhubModel.newBuilder()
                        .setRegistryId("0001")
                        .setName("tern-net")
                        .setTaskExtended("Counting terns")
                        .setGithub("https://github.com/gull/tern net")
                        .setGithubBranch("main")
                        .setBackends(List.of("onnx"))
                        .setGpu(true)
                        .build())
                .build();
    }

    /** Stars, a category and a framework of later years, papers of which one has no address. */
    static Model listed() {
        return bare("modelzoo", "tern-gan")
                .setRevision("ab".repeat(32))
                .setModelzoo(ModelzooModel.newBuilder()
                        .setSlug("tern-gan")
                        .setTitle("Tern GAN")
                        .setId(77L)
                        .setFramework("a framework of tomorrow")
                        .setRepositoryCommit(COMMIT)
                        .setPapers("{\"Terns\":\"https://arxiv.org/abs/1801.00042\",\"Gulls\":\"in print\"}")
                        .setCategoryEntries(List.of(
                                new ModelzooCategory(1L, "computer-vision", "Computer Vision", "CV"),
                                new ModelzooCategory(null, "robots", "Robots", "Robots")))
                        .build())
                .build();
    }

    static Model withoutSchema() {
        return bare("modelscope", "gull/tern")
                .setRevision("ab".repeat(32))
                .setModelScope(ModelScopeModel.newBuilder().build())
                .build();
    }

    static List<Model> all() {
        return List.of(
                full(),
                sparse(),
                onnx("gull-7", "1.1%", "12.5"),
                onnx("gull-8", "7.7", "81.92"),
                exported(),
                card(),
                registered(),
                listed(),
                withoutSchema());
    }

    static ModelMetrics metrics(Model model, long number) {
        return ModelMetrics.newBuilder()
                .setHub(model.getHub())
                .setStableId(model.getStableId())
                .setAt(Instant.EPOCH)
                .setDownloads(number)
                .setLikes(number + 1)
                .setStars(number + 2)
                .build();
    }

    static String key(Model model) {
        return model.getHub() + "/" + model.getStableId();
    }

    private static ModelFile file(String path) {
        return ModelFile.newBuilder()
                .setPath(path)
                .setArtifact(ArtifactKind.FILE)
                .build();
    }
}
