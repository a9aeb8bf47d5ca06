package io.ptmtorrent.samplehub.modelhub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A repository's config.json and init.json, with the size and the oddity of real ones. */
final class ModelhubTexts {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String RELEASES = "/releases/download/v1.0/model.onnx";

    private ModelhubTexts() {}

    static String config(String id, String name, ModelhubKind kind) {
        boolean template = kind == ModelhubKind.TEMPLATE;
        ObjectNode config = JSON.createObjectNode();
        config.put("id", template ? "0002" : id);
        config.putObject("meta")
                .put("name", name)
                .put("application_area", template ? "" : "Bird photographs")
                .put("task", "Segmentation")
                .put("task_extended", "Counting terns on a beach")
                .put("data_type", "Image/Photo")
                .put("data_source", template ? "Private" : "https://birds.example/terns/");
        config.putObject("publication")
                .put("title", "Counting terns")
                .put("source", "arXiv")
                .put("year", 2018)
                .put("authors", "A. Tern, B. Gull")
                .put("abstract", "We count terns. ".repeat(80))
                .put("url", "https://arxiv.org/abs/1801.00042")
                .put("google_scholar", "")
                .put("bibtex", "@article{tern18, title={Counting terns}, year={2018}}");
        config.putObject("model")
                .put("description", "Counts terns.")
                .put("provenance", "contributed by author")
                .put("architecture", template ? "" : "Convolutional Neural Network (CNN)")
                .put("learning_type", "Supervised learning")
                .put("format", kind == ModelhubKind.OTHER_OWNER ? ".prototxt" : ".onnx");
        config.putObject("modelhub");
        String text = config.toPrettyString();
        return kind == ModelhubKind.BAD_CONFIG ? text.replaceFirst(",", "") : text;
    }

    static String init(String name, ModelhubKind kind) {
        ObjectNode init = JSON.createObjectNode();
        init.put("docker_id", docker(kind));
        ArrayNode files = init.putArray("external_contrib_files");
        String own = "https://github.com/modelhub-ai/" + name + RELEASES;
        switch (kind) {
            case TEMPLATE -> {
                add(files, "e.g. link to model weights", "e.g. contrib_src/model/model.weights");
                String hint = "IF YOU DON'T NEED EXTERNAL FILES, DEFINE external_contrib_files AS AN EMPTY ARRAY";
                add(files, hint, "...");
            }
            case TWO_PLACES -> {
                add(files, own, "contrib_src/model/model.onnx");
                add(files, own, "/contrib_src/model/step1/weights.onnx");
                add(files, own, "/contrib_src/model/model.onnx");
            }
            case OTHER_OWNER -> {
                String number = name.substring(name.lastIndexOf('-') + 1);
                String other = "https://github.com/someone/weights-" + number + "/releases/download/v0.9/model.onnx";
                add(files, other, "contrib_src/model/model.onnx");
            }
            case ESCAPING -> {
                add(files, own, "/contrib_src/../../../../etc/cron.d/tern");
                add(files, own, "/contrib_src/./model/../model/model.onnx");
            }
            case IN_TREE, LFS -> {}
            default -> add(files, own, "/contrib_src/model/model.onnx");
        }
        return init.toPrettyString() + "\n";
    }

    private static String docker(ModelhubKind kind) {
        return switch (kind) {
            case TEMPLATE -> "YOUR MODEL'S DOCKER ON DOCKERHUB (e.g. modelhub/main_caffe2:0.2.0)";
            case OTHER_OWNER -> "someone/keras-modelhub:2.3.1";
            default -> "modelhub/mxnet-modelhub:1.0.0";
        };
    }

    private static void add(ArrayNode files, String url, String path) {
        files.addObject().put("src_url", url).put("dest_file_path", path);
    }
}
