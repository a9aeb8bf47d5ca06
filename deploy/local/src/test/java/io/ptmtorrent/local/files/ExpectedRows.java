package io.ptmtorrent.local.files;

import static java.util.stream.Collectors.toMap;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.local.files.BadHub.Struck;
import io.ptmtorrent.samplehub.SampleHubTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * What the manifests must say, told from the hub's truth and from what was done to it, and from nothing that was crawled.
 *
 * <p>Bytes are known by their announced SHA-256 wherever they are, and by their git blob id among one owner's files: who
 * is refused them at one place gets them from another.
 */
final class ExpectedRows {
    private final SampleHubTruth truth;
    private final BadHub bad;
    private final Map<String, String> stored = new HashMap<>();

    ExpectedRows(SampleHubTruth truth, BadHub bad) {
        this.truth = truth;
        this.bad = bad;
        truth.live()
                .filter(this::isListed)
                .forEach(model -> truth.files(model).forEach(file -> {
                    if (fromItsOwnPlace(model, file).state() == FileState.STORED) {
                        stored.put(key(model, file), file.sha256());
                    }
                }));
    }

    /** The models of which a manifest must be there: their lists of files can be read. */
    List<ModelTruth> models() {
        return truth.live().filter(this::isListed).toList();
    }

    /** By path, all files of a model. */
    Map<String, Row> of(ModelTruth model) {
        return truth.files(model).stream().collect(toMap(FileTruth::path, file -> row(model, file)));
    }

    private Row row(ModelTruth model, FileTruth file) {
        String elsewhere = stored.get(key(model, file));
        boolean addressed = !file.path().contains("../");
        return addressed && elsewhere != null ? Row.stored(elsewhere) : fromItsOwnPlace(model, file);
    }

    private Row fromItsOwnPlace(ModelTruth model, FileTruth file) {
        if (file.path().contains("../")) {
            return Row.lacking(FileState.UNAVAILABLE, FileReason.BAD_REQUEST);
        }
        if (model.disabled()) {
            return Row.lacking(FileState.UNAVAILABLE, FileReason.DISABLED);
        }
        if (!model.gated().equals("false")) {
            return Row.lacking(FileState.GATED, FileReason.GATED);
        }
        if (!file.digestTrue()) {
            return Row.lacking(FileState.FAILED, FileReason.DIGEST_MISMATCH);
        }
        return bad.files().entrySet().stream()
                .filter(it -> it.getValue().equals(new Struck(model.number(), file.path())))
                .map(Entry::getKey)
                .findFirst()
                .map(it -> new Row(it.state(), it.state() == FileState.STORED ? file.sha256() : null, it.reason()))
                .orElseGet(() -> Row.stored(file.sha256()));
    }

    private boolean isListed(ModelTruth model) {
        return bad.trees().entrySet().stream()
                .noneMatch(it -> it.getKey().refusal() != null && it.getValue() == model.number());
    }

    private static String key(ModelTruth model, FileTruth file) {
        int slash = model.path().indexOf('/');
        String owner = slash < 0 ? model.path() : model.path().substring(0, slash);
        return file.large()
                ? "sha256:" + file.announcedSha256()
                : "git:" + owner + ":" + file.oid() + ":" + file.size();
    }
}
