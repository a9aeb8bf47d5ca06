package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.normalizer.enrich.Purl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model of Modelhub.ai: the registry's row, and {@code config.json} and {@code init.json} of its repository.
 *
 * <p>Shapes: {@code models.json} and {@code config_schema.json} of github.com/modelhub-ai/modelhub (October 2022). Only a
 * row without {@code id} is no model: a repository that is gone, a file that is none, the template's text are issues.
 */
public final class ModelhubParser implements HubParser {
    private static final String HUB = "https://modelhub.ai";
    private static final String GITHUB = "https://github.com/";
    private static final String REGISTRY = "https://raw.githubusercontent.com/modelhub-ai/modelhub/master/models.json";
    private static final String CONFIG = "contrib_src/model/config.json";
    private static final String INIT = "init/init.json";

    private final JsonReader json = new JsonReader();

    @Override
    public String hub() {
        return "modelhub";
    }

    @Override
    public Parsed parse(byte[] bytes) {
        Issues issues = new Issues();
        JsonNode tree;
        try {
            tree = json.read(bytes, issues);
        } catch (JsonProcessingException e) {
            return new Rejected(DeadLetterReason.NOT_JSON, "expected a JSON object: " + e.getOriginalMessage());
        } catch (IOException e) {
            return new Rejected(DeadLetterReason.NOT_JSON, "expected a JSON object in UTF-8: " + e.getMessage());
        }
        if (!tree.isObject()) {
            return new Rejected(DeadLetterReason.BAD_ROW, "expected a JSON object, found another JSON value");
        }
        Row registry = new Row(tree, "", issues).object("registry");
        String id = registry.name("id");
        if (id == null) {
            return new Rejected(
                    DeadLetterReason.MISSING_ID,
                    "expected text of at most " + Row.LONGEST_NAME + " characters as registry.id");
        }
        return new Accepted(model(new Row(tree, "", issues), registry, id, issues), Popularity.NONE);
    }

    @Override
    public ParsedPage parsePage(byte[] page) {
        return FileEnvelope.parse(json, page);
    }

    @Override
    public @Nullable String fileUrl(String id, String revision, String path) {
        return null;
    }

    private Model model(Row row, Row registry, String id, Issues issues) {
        ModelhubParts parts =
                ModelhubParts.of(row, registry, document(row, CONFIG, issues), document(row, INIT, issues));
        parts.noteMissing();
        ModelhubInit.check(parts.init());
        Model.Builder model = Model.newBuilder();
        setIdentity(model, parts, id);
        setDescription(model, parts);
        model.setModelhub(ModelhubPart.of(parts, id));
        derive(model, parts, issues);
        return model.setIssues(issues.toList()).build();
    }

    private Row document(Row row, String path, Issues issues) {
        String problem = row.object("problems").text(path);
        Row files = row.object("files");
        if (problem != null) {
            issues.add(path, problem);
        } else if (files.has(path) && files.get(path) == null) {
            issues.add(path, "the repository has no such file");
        }
        return new Row(SourceText.object(json, files.text(path), path, issues), path + ": ", issues);
    }

    private void setIdentity(Model.Builder model, ModelhubParts parts, String id) {
        String given = parts.registry().name("name");
        String name = given == null ? id : given;
        String path = parts.path();
        String owner = path == null ? null : path.substring(0, Math.max(0, path.indexOf('/')));
        model.setHub(hub())
                .setStableId(id)
                .setId(name)
                .setHubUrl(HUB)
                .setMetadataUrl(REGISTRY)
                .setName(name)
                .setOwner(owner)
                .setUrl(path == null ? HUB : GITHUB + path)
                .setOwnerUrl(owner == null ? null : GITHUB + owner)
                .setRevision(parts.repository().name("commit"))
                .setFormerIds(List.of());
    }

    private static void setDescription(Model.Builder model, ModelhubParts parts) {
        Row publication = parts.config().object("publication");
        PaperLinks papers = new PaperLinks();
        papers.address(publication.text("url"));
        papers.bibtex(publication.text("bibtex"));
        String task = parts.meta().text("task");
        String extended = parts.registry().text("task_extended");
        model.setTask(task == null ? extended : task)
                .setLibrary(parts.library())
                .setArchitecture(parts.details().text("architecture"))
                .setTags(new ArrayList<>(new TreeSet<>(parts.backends())))
                .setDatasets(ModelhubDatasets.of(parts.meta()))
                .setPaperDois(papers.dois())
                .setArxivIds(papers.arxivIds())
                .setGating(Gating.NONE);
    }

    private static void derive(Model.Builder model, ModelhubParts parts, Issues issues) {
        boolean configured = parts.meta().textAgain("task") != null;
        Derivation derivation = new Derivation(model.getHub(), model, issues)
                .purl(
                        Purl.gitHub(parts.repository().text("name"), model.getRevision(), null),
                        "repository.name, repository.commit")
                .task(
                        model.getTask(),
                        configured
                                ? parts.meta().path("task")
                                : parts.registry().path("task_extended"))
                .papers(papers(model, parts.config().object("publication")));
        derivation.frameworks().tags(parts.backends(), parts.registry().path("backend"));
        derivation.finish();
    }

    private static PaperList papers(Model.Builder model, Row publication) {
        String title = publication.text("title");
        String source = CONFIG + ": publication";
        PaperList papers = new PaperList().dois(model.getPaperDois(), title, source);
        return model.getPaperDois().isEmpty() ? papers.address(publication.textAgain("url"), title, source) : papers;
    }
}
