package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelScopeModel;
import io.ptmtorrent.normalizer.enrich.Purl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model of ModelScope: what a listing, or the question for one model, says of it.
 *
 * <p>Members as modelscope_hub knows them ({@code api.py}, {@code types.py}; as stored in autumn 2026) and as the hub's
 * listing has them beside that. Others are not kept: the answer for one model has more than a listing, and a model that was
 * asked for alone must not look changed. They stay in the observation.
 */
public final class ModelScopeParser implements HubParser {
    private static final String HUB = "https://www.modelscope.cn";

    private final JsonReader json = new JsonReader();

    @Override
    public String hub() {
        return "modelscope";
    }

    @Override
    public Parsed parse(byte[] bytes) {
        return EnvelopeRow.read(json, bytes, "id", this::model, ModelScopeParser::popularity);
    }

    @Override
    public ParsedPage parsePage(byte[] page) {
        return FileEnvelope.parse(json, page);
    }

    @Override
    public @Nullable String fileUrl(String id, String revision, String path) {
        return null;
    }

    @Override
    public boolean tellsLfsByDigest() {
        return false;
    }

    private static Popularity popularity(Row row) {
        Row source = row.object("model");
        return new Popularity(source.whole("downloads"), null, source.whole("likes"), null, null);
    }

    private Model model(Row row, String id, Issues issues) {
        Row source = row.object("model");
        int slash = id.indexOf('/');
        String path = new PercentEncoded("").path(id).toString();
        List<String> tasks = source.texts("tasks");
        Model.Builder model = Model.newBuilder();
        model.setHub(hub())
                .setStableId(id)
                .setId(id)
                .setHubUrl(HUB)
                .setMetadataUrl(HUB + "/openapi/v1/models/" + path)
                .setName(id.substring(slash + 1))
                .setOwner(slash > 0 ? id.substring(0, slash) : null)
                .setUrl(HUB + "/models/" + path)
                .setRevision(row.name("revision"))
                .setCreatedAt(source.time("created_at"))
                .setModifiedAt(source.time("last_modified"))
                .setTask(tasks.isEmpty() ? null : tasks.getFirst())
                .setLicenses(source.texts("license"))
                .setTags(source.texts("tags").stream().distinct().sorted().toList())
                .setParameterCount(positive(source.whole("params")))
                .setGating(gating(source))
                .setPrivate$(source.flag("private"))
                .setFormerIds(List.of())
                .setModelScope(new ModelScopeModel(
                        source.text("display_name"),
                        source.text("description"),
                        tasks,
                        positive(source.whole("file_size"))));
        derive(model, issues);
        return model.setIssues(issues.toList()).build();
    }

    private static void derive(Model.Builder model, Issues issues) {
        Derivation derivation = new Derivation(model.getHub(), model, issues)
                .purl(Purl.generic(model.getId(), model.getRevision(), HUB), "id, revision")
                .task(model.getTask(), "model.tasks")
                .licenses("model.license")
                .copied("parameterCount", model.getParameterCount(), "model.params");
        derivation.frameworks().tags(model.getTags(), "model.tags");
        derivation.finish();
    }

    /** Who asks for the files is approved by the owner. */
    private static Gating gating(Row source) {
        boolean gated = source.flag("gated");
        JsonNode said = source.get("gated");
        return said == null || !said.isBoolean() ? Gating.UNKNOWN : gated ? Gating.MANUAL : Gating.NONE;
    }

    /** The hub writes 0 for what it does not know. */
    private static @Nullable Long positive(@Nullable Long number) {
        return number == null || number <= 0 ? null : number;
    }
}
