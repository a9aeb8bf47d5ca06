package io.ptmtorrent.samplehub.modelscope;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON that the hub writes of a model, and of its files. */
final class ScopeDocuments {
    static final JsonMapper JSON = new JsonMapper();

    private ScopeDocuments() {}

    /** A row of the listing. */
    static ObjectNode row(SampleScopeModel model, long moreDownloads) {
        boolean nulls = model.kind() == ScopeKind.NULLS;
        boolean chinese = model.kind() == ScopeKind.CHINESE;
        ObjectNode row = JSON.createObjectNode();
        row.put("id", model.id());
        row.put("display_name", nulls ? null : chinese ? "海鸥模型 " + model.number() : "Tern " + model.number());
        row.put("description", nulls ? null : chinese ? "一个虚构的模型。" : "An invented model.");
        row.put("downloads", 1_000L * model.number() + moreDownloads);
        row.put("likes", model.number());
        row.put("created_at", model.createdAt().toString());
        row.put("last_modified", model.modifiedAt().toString());
        row.put("private", false);
        row.put("gated", model.kind() == ScopeKind.GATED);
        row.put("license", nulls || model.kind() == ScopeKind.NO_TASK ? null : "apache-2.0");
        model.tasks().forEach(row.putArray("tasks")::add);
        ArrayNode tags = row.putArray("tags");
        (nulls || model.kind() == ScopeKind.NO_TASK ? List.<String>of() : List.of("pytorch", "bird"))
                .forEach(tags::add);
        row.put("params", 1_000_000L * model.number());
        row.put(
                "file_size",
                model.files().stream().mapToLong(file -> file.bytes().length).sum());
        return row;
    }

    /** A model asked for alone: its row, and more. */
    static ObjectNode alone(SampleScopeModel model, long moreDownloads) {
        ObjectNode alone = row(model, moreDownloads);
        alone.put("readme", "# " + model.id());
        return alone;
    }

    /** The answer of the API of models. */
    static ObjectNode open(ObjectNode data) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("success", true);
        answer.set("data", data);
        return answer;
    }

    /** The answer of the API of repositories. */
    static ObjectNode legacy(int code, String message, @Nullable ObjectNode data) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("Code", code);
        answer.set("Data", data);
        answer.put("Message", message);
        answer.put("RequestId", "3f0c2a9b");
        answer.put("Success", code == 200);
        return answer;
    }

    /** All files with their folders; of a revision that is not there no list at all. */
    static ObjectNode files(SampleScopeModel model, boolean known) {
        ObjectNode data = JSON.createObjectNode();
        if (!known) {
            data.putNull("Files");
            return data;
        }
        ArrayNode files = data.putArray("Files");
        Set<String> folders = new LinkedHashSet<>();
        for (SampleScopeFile file : model.files()) {
            for (int slash = file.path().indexOf('/');
                    slash > 0;
                    slash = file.path().indexOf('/', slash + 1)) {
                folders.add(file.path().substring(0, slash));
            }
        }
        folders.forEach(folder ->
                files.add(entry(folder, "tree", model.files().getFirst().commit())));
        model.files()
                .forEach(file -> files.add(entry(file.path(), "blob", file.commit())
                        .put("Size", file.bytes().length)
                        .put("IsLFS", file.lfs())
                        .put("Sha256", file.sha256())));
        return data;
    }

    private static ObjectNode entry(String path, String type, String commit) {
        ObjectNode entry = JSON.createObjectNode();
        return entry.put("Name", path.substring(path.lastIndexOf('/') + 1))
                .put("Path", path)
                .put("Type", type)
                .put("Mode", type.equals("tree") ? "16384" : "33188")
                .put("Revision", commit)
                .put("CommitMessage", "Add " + path)
                .put("Size", 0)
                .put("IsLFS", false)
                .put("Sha256", "");
    }
}
