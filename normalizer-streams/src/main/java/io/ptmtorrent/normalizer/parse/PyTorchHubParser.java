package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.PyTorchHubModel;
import io.ptmtorrent.normalizer.enrich.Provenances;
import io.ptmtorrent.normalizer.enrich.Purl;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a card of PyTorch Hub (pytorch/hub, docs/template.md, April 2024) and where its repository stands.
 *
 * <p>Only a row without an id is no model: all else that is not as meant becomes an issue.
 */
public final class PyTorchHubParser implements HubParser {
    private static final String SITE = "https://pytorch.org/hub";
    private static final String NOTEBOOKS =
            "https://colab.research.google.com/github/pytorch/pytorch.github.io/blob/master/assets/hub/";
    private static final String CARDS = "https://github.com/pytorch/hub/blob/";

    /** The template's tags, but for scriptable, which tells how a model can be saved and not what it does. */
    private static final Set<String> TASKS = Set.of("vision", "nlp", "generative", "audio");

    private static final Pattern LOAD = Pattern.compile("\\bhub\\.load\\(\\s*(?:(?:repo_or_dir|github)\\s*=\\s*)?"
            + "[\"'][^\"'\\s]{1,401}[\"']\\s*,\\s*(?:model\\s*=\\s*)?[\"']([^\"'\\s]{1,200})[\"']");
    private static final int MOST_ENTRY_POINTS = 500;

    private final JsonReader json = new JsonReader();

    @Override
    public String hub() {
        return "pytorch-hub";
    }

    @Override
    public Parsed parse(byte[] row) {
        return EnvelopeRow.read(json, row, "id", this::model);
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

    private Model model(Row row, String id, Issues issues) {
        String given = row.text("card");
        String text = given == null ? "" : given;
        Row card = FrontMatter.of(text, "card", issues);
        Row repository = row.object("repository");
        String missing = repository.text("missing");
        if (missing != null) {
            issues.add("repository", missing);
        }
        Model.Builder model = Model.newBuilder();
        setIdentity(model, id, row, card, repository);
        setDescription(model, card, text);
        model.setPytorchHub(ownPart(row, id, card, repository, text));
        derive(model, repository, card, issues);
        return model.setIssues(issues.toList()).build();
    }

    /** What torch.hub.load names is a function of the repository's hubconf.py, which it runs. */
    private void derive(Model.Builder model, Row repository, Row card, Issues issues) {
        Derivation derivation = new Derivation(hub(), model, issues)
                .purl(
                        Purl.gitHub(repository.textAgain("name"), model.getRevision(), null),
                        "repository.name, repository.commit")
                .task(model.getTask(), card.path("tags"))
                .library(model.getLibrary(), "card")
                .papers("card");
        if (!model.getPytorchHub().getEntryPoints().isEmpty()) {
            derivation.customCode(true, "card", Provenances.PRESENT);
        }
        derivation.finish();
    }

    private void setIdentity(Model.Builder model, String id, Row row, Row card, Row repository) {
        String title = card.text("title");
        String commit = row.name("commit");
        String owner = owner(repository);
        model.setHub(hub())
                .setStableId(id)
                .setId(id)
                .setRevision(repository.name("commit"))
                .setHubUrl(SITE)
                .setUrl(address(SITE + "/", id, "/"))
                .setMetadataUrl(address(CARDS + (commit == null ? "master" : commit) + "/", id, ".md"))
                .setName(title == null ? id : title)
                .setOwner(owner)
                .setOwnerUrl(owner == null ? null : address("https://github.com/", owner, ""))
                .setGating(Gating.NONE)
                .setFormerIds(List.of());
    }

    /** The hub itself where no address can hold the name. */
    private static String address(String before, String name, String after) {
        PercentEncoded url = new PercentEncoded(before).segment(name).text(after);
        return url.isAddress() ? url.toString() : SITE;
    }

    /** Owner of the repository, as it is called today where that is known. */
    private static @Nullable String owner(Row repository) {
        String present = repository.text("name");
        String name = present == null ? repository.text("asked") : present;
        return name == null || name.indexOf('/') < 1 ? null : name.substring(0, name.indexOf('/'));
    }

    private static void setDescription(Model.Builder model, Row card, String text) {
        List<String> given = card.texts("tags");
        List<String> arxivIds = CardText.arxivIds(text);
        model.setTask(given.stream().filter(TASKS::contains).findFirst().orElse(null))
                .setLibrary("pytorch")
                .setTags(new ArrayList<>(new TreeSet<>(given)))
                .setArxivIds(arxivIds)
                .setPaperDois(CardText.paperDois(text, arxivIds));
    }

    private static PyTorchHubModel ownPart(Row row, String id, Row card, Row repository, String text) {
        PercentEncoded notebook = new PercentEncoded(NOTEBOOKS).segment(id).text(".ipynb");
        return PyTorchHubModel.newBuilder()
                .setCommit(row.name("commit"))
                .setSummary(card.text("summary"))
                .setCategory(card.text("category"))
                .setAccelerator(card.text("accelerator"))
                .setGithubId(card.text("github-id"))
                .setGithubLink(card.text("github-link"))
                .setLoadRef(repository.text("wanted"))
                .setEntryPoints(entryPoints(text))
                .setRepository(repository.text("name"))
                .setRepositoryCommit(repository.name("commit"))
                .setFrontMatter(card.canonical())
                .setAuthor(card.text("author"))
                .setColabUrl(notebook.isAddress() ? notebook.toString() : null)
                .setDemoLink(card.text("demo-model-link"))
                .build();
    }

    private static List<String> entryPoints(String text) {
        Set<String> found = new LinkedHashSet<>();
        for (Matcher load = LOAD.matcher(text); load.find() && found.size() < MOST_ENTRY_POINTS; ) {
            found.add(load.group(1));
        }
        return new ArrayList<>(found);
    }
}
