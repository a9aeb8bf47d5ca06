package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.PerformanceClaim;
import io.ptmtorrent.normalizer.enrich.Purl;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model of the ONNX Model Zoo (onnx/models, June 2025): its weights, its row of ONNX_HUB_MANIFEST.json, its
 * turnkey_stats.yaml, the README.md of its family.
 *
 * <p>Only a row without a path is no model: all else that is not as meant becomes an issue.
 */
public final class OnnxParser implements HubParser {
    private static final String HUB = "https://github.com/onnx/models";
    private static final String OWNER = "onnx";
    private static final String VALIDATED = "validated";

    /** What tells of the machine that exported the model, when, and where it put the file. */
    private static final List<String> OF_THE_MACHINE = List.of("builds", "system_info");

    private final JsonReader json = new JsonReader();

    @Override
    public String hub() {
        return "onnx-model-zoo";
    }

    @Override
    public Parsed parse(byte[] row) {
        return EnvelopeRow.read(json, row, "path", this::model);
    }

    @Override
    public ParsedPage parsePage(byte[] page) {
        return FileEnvelope.parse(json, page);
    }

    /** Null: a file says itself where it is. */
    @Override
    public @Nullable String fileUrl(String id, String revision, String path) {
        return null;
    }

    private Model model(Row row, String path, Issues issues) {
        Row manifest = manifest(row, issues);
        Row turnkey = turnkey(row, issues);
        Model.Builder model = Model.newBuilder();
        setIdentity(model, row, path);
        setDescription(model, path, manifest, turnkey);
        setReadme(model, row.text("readme"), listedRow(row));
        FileList files = OnnxFiles.of(row, manifest);
        model.setFiles(files.kept());
        model.setFilesOmitted(files.omitted(model.getFiles()));
        OnnxTable table = OnnxTable.of(row.textAgain("readme"), path, issues);
        model.setOnnxModelZoo(OnnxPart.of(row, path, manifest, turnkey, table, model.getFiles()));
        derive(model, row, turnkey, table, issues);
        return model.setIssues(issues.toList()).build();
    }

    /** The row of the manifest; several with one path are not known, the first would count. */
    private static Row manifest(Row row, Issues issues) {
        String fault = row.text("manifestFault");
        if (fault != null) {
            issues.add("manifest", fault);
        }
        List<JsonNode> rows = new ArrayList<>();
        row.list("manifest").forEach(rows::add);
        if (rows.size() > 1) {
            issues.add("manifest", rows.size() + " rows with one model_path; the first one counts");
        }
        JsonNode first = rows.isEmpty() ? MissingNode.getInstance() : rows.getFirst();
        return new Row(first, "manifest.", issues);
    }

    private static Row turnkey(Row row, Issues issues) {
        String text = row.text("turnkey");
        JsonNode tree = text == null ? null : YamlReader.read(text, "turnkey", issues);
        if (tree != null && !tree.isObject()) {
            issues.add("turnkey", "expected a map");
        }
        return new Row(
                tree instanceof ObjectNode map ? map.remove(OF_THE_MACHINE) : MissingNode.getInstance(),
                "turnkey.",
                issues);
    }

    private void setIdentity(Model.Builder model, Row row, String path) {
        String commit = row.name("commit");
        String at = commit == null ? "main" : commit;
        String file = path.substring(path.lastIndexOf('/') + 1);
        String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        model.setHub(hub())
                .setStableId(path)
                .setId(path)
                .setRevision(commit)
                .setHubUrl(HUB)
                .setUrl(address("/blob/", at, path))
                .setMetadataUrl(address("/tree/", at, folder))
                .setName(file.replaceFirst("\\.(onnx|tar\\.gz|zip)$", ""))
                .setOwner(OWNER)
                .setOwnerUrl("https://github.com/" + OWNER)
                .setGating(Gating.NONE)
                .setFormerIds(List.of());
    }

    /** The hub itself where no address can hold the name. */
    private static String address(String kind, String commit, String path) {
        PercentEncoded url = new PercentEncoded(HUB + kind).segment(commit);
        if (!path.isEmpty()) {
            url.text("/").path(path);
        }
        return url.isAddress() ? url.toString() : HUB;
    }

    private static void setDescription(Model.Builder model, String path, Row manifest, Row turnkey) {
        List<String> parts = List.of(path.split("/", -1));
        boolean validated = parts.size() > 4 && parts.getFirst().equals(VALIDATED);
        String task = turnkey.text("task");
        String architecture = turnkey.text("class");
        model.setTask(task == null && validated ? parts.get(2) : task)
                .setArchitecture(architecture == null && validated ? parts.get(parts.size() - 3) : architecture)
                .setLibrary(OWNER)
                .setTags(new ArrayList<>(
                        new TreeSet<>(manifest.object("metadata").texts("tags"))))
                .setParameterCount(turnkey.whole("parameters"));
    }

    /** What the READMEs of family and zoo say. */
    private static void setReadme(Model.Builder model, @Nullable String readme, @Nullable String listed) {
        String text = (readme == null ? "" : readme) + "\n" + (listed == null ? "" : listed);
        List<String> arxivIds = CardText.arxivIds(text);
        model.setArxivIds(arxivIds)
                .setPaperDois(CardText.paperDois(text, arxivIds))
                .setLicenses(readme == null ? List.of() : CardText.licenses(readme));
    }

    private static PaperList papers(Row row) {
        return new PaperList()
                .dois(dois(row.textAgain("readme")), null, "readme")
                .dois(dois(listedRow(row)), null, "listed.row");
    }

    private static List<String> dois(@Nullable String text) {
        return text == null ? List.of() : CardText.paperDois(text, CardText.arxivIds(text));
    }

    private static @Nullable String listedRow(Row row) {
        return row.get("listed") instanceof ObjectNode listed
                ? listed.path("row").textValue()
                : null;
    }

    private static void derive(Model.Builder model, Row row, Row turnkey, OnnxTable table, Issues issues) {
        boolean exported = turnkey.textAgain("class") != null;
        List<PerformanceClaim> claims = OnnxClaims.of(table, issues);
        model.setClaims(claims).setDatasets(OnnxClaims.datasets(table, claims));
        model.setArchitectureClass(exported ? model.getArchitecture() : null)
                .setArchitectureFamily(exported ? null : model.getArchitecture());
        new Derivation(model.getHub(), model, issues)
                .purl(Purl.gitHub("onnx/models", model.getRevision(), model.getId()), "commit, path")
                .task(model.getTask(), turnkey.textAgain("task") == null ? "path" : turnkey.path("task"))
                .library(model.getLibrary(), "path")
                .licenses("readme#license")
                .copied("architectureClass", model.getArchitectureClass(), turnkey.path("class"))
                .copied("architectureFamily", model.getArchitectureFamily(), "path")
                .copied("parameterCount", model.getParameterCount(), turnkey.path("parameters"))
                .papers(papers(row))
                .codeBesideWeights("files")
                .finish();
    }
}
