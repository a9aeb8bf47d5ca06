package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelzooModel;
import io.ptmtorrent.normalizer.enrich.Purl;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model of modelzoo.co: its own document, else the listing's row, and where its link leads.
 *
 * <p>Members as PTMTorrent's schemas have them (modelZooHubMetadata.json, modelZooModelMetadata.json, January 2023); one
 * that is not known here is kept under {@code modelzoo.other}. Only a row without slug is no model.
 */
public final class ModelzooParser implements HubParser {
    private static final String HUB = "https://modelzoo.co";
    private static final String GITHUB = "https://github.com/";

    private static final Set<String> READ =
            Set.of("slug", "title", "description", "stars", "link", "long_desc", "framework", "categories", "papers");

    private final JsonReader json = new JsonReader();

    @Override
    public String hub() {
        return "modelzoo";
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
        Row row = new Row(tree, "", issues);
        String slug = row.name("slug");
        if (slug == null) {
            return new Rejected(
                    DeadLetterReason.MISSING_ID,
                    "expected text of at most " + Row.LONGEST_NAME + " characters as slug");
        }
        Row source = source(row, issues);
        Popularity popularity = Popularity.ofStars(source.whole("stars"));
        return new Accepted(model(row, source, slug, issues), popularity);
    }

    @Override
    public ParsedPage parsePage(byte[] page) {
        return FileEnvelope.parse(json, page);
    }

    @Override
    public @Nullable String fileUrl(String id, String revision, String path) {
        return null;
    }

    /** The model's own document; without one what the listing says, and an issue. */
    private Row source(Row row, Issues issues) {
        String problem = row.text("problem");
        if (problem != null) {
            issues.add("detail", problem);
        }
        String detail = row.text("detail");
        return detail == null
                ? row.object("listed")
                : new Row(SourceText.object(json, detail, "detail", issues), "", issues);
    }

    private Model model(Row row, Row source, String slug, Issues issues) {
        Row repository = row.object("repository");
        String missing = repository.text("missing");
        if (missing != null) {
            repository.issue("missing", missing);
        }
        ModelzooCategories categories = ModelzooCategories.of(source);
        Model.Builder model = Model.newBuilder();
        setIdentity(model, row.name("revision"), repository, source, slug);
        setDescription(model, source, categories);
        model.setModelzoo(ownPart(source, repository, slug, categories));
        new Derivation(hub(), model, issues)
                .purl(
                        Purl.gitHub(repository.textAgain("name"), repository.textAgain("commit"), null),
                        "repository.name, repository.commit")
                .task(model.getTask(), source.path("categories"))
                .library(model.getLibrary(), source.path("framework"))
                .papers(ModelzooPapers.listed(source))
                .finish();
        return model.setIssues(issues.toList()).build();
    }

    private void setIdentity(Model.Builder model, @Nullable String revision, Row repository, Row source, String slug) {
        String present = repository.name("name");
        String path = present == null ? repository.name("asked") : present;
        String owner = path == null ? null : path.substring(0, Math.max(0, path.indexOf('/')));
        String title = source.name("title");
        PercentEncoded segment = new PercentEncoded("").segment(slug);
        model.setHub(hub())
                .setStableId(slug)
                .setId(slug)
                .setHubUrl(HUB)
                .setMetadataUrl(HUB + "/api/models/" + segment + "/")
                .setName(title == null ? slug : title)
                .setOwner(owner)
                .setUrl(HUB + "/model/" + segment)
                .setOwnerUrl(owner == null ? null : GITHUB + owner)
                .setRevision(revision)
                .setFormerIds(List.of());
    }

    private static void setDescription(Model.Builder model, Row source, ModelzooCategories categories) {
        PaperLinks papers = ModelzooPapers.of(source);
        model.setTask(categories.first())
                .setLibrary(source.text("framework"))
                .setTags(categories.tags())
                .setPaperDois(papers.dois())
                .setArxivIds(papers.arxivIds())
                .setGating(Gating.NONE);
    }

    private static ModelzooModel ownPart(Row source, Row repository, String slug, ModelzooCategories categories) {
        return ModelzooModel.newBuilder()
                .setSlug(slug)
                .setDescription(source.text("description"))
                .setLongDescription(source.text("long_desc"))
                .setLink(source.text("link"))
                .setFramework(source.text("framework"))
                .setCategories(categories.titles())
                .setRepository(repository.text("name"))
                .setRepositoryCommit(repository.text("commit"))
                .setPapers(source.canonical("papers"))
                .setOther(CanonicalJson.of(other(source)))
                .setTitle(source.textAgain("title"))
                .setId(source.whole("id"))
                .setCategoryEntries(categories.entries())
                .build();
    }

    private static @Nullable JsonNode other(Row source) {
        ObjectNode other = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : source.entries()) {
            boolean number = member.getKey().equals("id") && member.getValue().canConvertToLong();
            if (!READ.contains(member.getKey()) && !(number && member.getValue().isIntegralNumber())) {
                other.set(member.getKey(), member.getValue());
            }
        }
        return other.isEmpty() ? null : other;
    }
}
