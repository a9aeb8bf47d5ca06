package io.ptmtorrent.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.catalog.json.RecordJson;
import io.ptmtorrent.local.policy.PlanTally;
import io.ptmtorrent.local.run.ModelLookup.Found;
import io.ptmtorrent.normalizer.policy.Choice;
import io.ptmtorrent.normalizer.policy.Selection;
import io.ptmtorrent.normalizer.policy.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy says of a model, for programs: one JSON object on one line, its member names a contract. Pure. */
final class PolicyJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PolicyJson() {}

    @JsonPropertyOrder({
        "hub",
        "stableId",
        "id",
        "revision",
        "downloads",
        "licenseExpression",
        "gated",
        "files",
        "package"
    })
    private record Explained(
            String hub,
            String stableId,
            String id,
            @Nullable String revision,
            @Nullable Long downloads,
            @Nullable String licenseExpression,
            boolean gated,
            List<ExplainedFile> files,
            @JsonRawValue @JsonProperty("package") @Nullable String stored) {}

    @JsonPropertyOrder({"path", "size", "sha256", "gitSha1", "url", "verdict", "rule"})
    private record ExplainedFile(
            String path,
            @Nullable Long size,
            @Nullable String sha256,
            @Nullable String gitSha1,
            @Nullable String url,
            Verdict verdict,
            @Nullable String rule) {
        static ExplainedFile of(Choice choice) {
            ModelFile file = choice.file();
            return new ExplainedFile(
                    file.getPath(),
                    file.getSize(),
                    file.getSha256(),
                    file.getGitSha1(),
                    choice.url(),
                    choice.verdict(),
                    choice.rule());
        }
    }

    @JsonPropertyOrder({
        "hub",
        "fetchFiles",
        "fetchBytes",
        "fetchUnsized",
        "orphanFiles",
        "orphanBytes",
        "gatedFiles",
        "unlistedModels"
    })
    private record Planned(
            String hub,
            long fetchFiles,
            long fetchBytes,
            long fetchUnsized,
            long orphanFiles,
            long orphanBytes,
            long gatedFiles,
            long unlistedModels) {}

    /** What a plan says of a hub. */
    static String plan(String hub, PlanTally tally) {
        return line(new Planned(
                hub,
                tally.fetchFiles(),
                tally.fetchBytes(),
                tally.fetchUnsized(),
                tally.orphanFiles(),
                tally.orphanBytes(),
                tally.gatedFiles(),
                tally.unlistedModels()));
    }

    /** The model, each of its files, and its package; null for one that has none. */
    static String explain(Policy policy, Found found) {
        Model model = found.model();
        Package stored = found.stored();
        Selection selection = Selection.of(policy, model, found.downloads());
        Explained explained = new Explained(
                model.getHub(),
                model.getStableId(),
                model.getId(),
                model.getRevision(),
                found.downloads(),
                model.getLicenseExpression(),
                selection.gated(),
                selection.choices().stream().map(ExplainedFile::of).toList(),
                stored == null ? null : RecordJson.line(stored));
        return line(explained);
    }

    private static String line(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of plain values are always JSON", e);
        }
    }
}
