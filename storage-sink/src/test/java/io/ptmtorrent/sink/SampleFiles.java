package io.ptmtorrent.sink;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Requests for the files of a sample hub, keyed as the ledger keys them, beside what is true of each. */
final class SampleFiles {
    private static final Pattern PLAIN = Pattern.compile("[\\w-][\\w./ -]*");

    final Map<String, ArtifactRequest> small = new HashMap<>();
    final Map<String, ArtifactRequest> large = new HashMap<>();
    final Map<String, FileTruth> truth = new HashMap<>();

    static SampleFiles of(SampleHub hub, int models) {
        SampleFiles files = new SampleFiles();
        hub.truth()
                .live()
                .filter(model -> model.gated().equals("false") && !model.disabled())
                .limit(models)
                .forEach(model -> hub.truth().files(model).forEach(file -> files.add(model, file)));
        return files;
    }

    int count() {
        return small.size() + large.size();
    }

    /** Odd names are the hub's to say and the whole command's to test; here a URL is made the simple way. */
    private void add(ModelTruth model, FileTruth file) {
        if (!PLAIN.matcher(file.path()).matches()) {
            return;
        }
        String key = file.large()
                ? "sha256:" + file.announcedSha256()
                : "git:huggingface/owner:" + file.oid() + ":" + file.size();
        ArtifactRequest request = Stage.file(url(model, file.path()))
                .setModel("huggingface/" + model.stableId())
                .setSha256(file.announcedSha256())
                .setGitSha1(file.large() ? null : file.oid())
                .setSize(file.size())
                .build();
        if (truth.putIfAbsent(key, file) == null) {
            (file.large() ? large : small).put(key, request);
        }
    }

    static String url(ModelTruth model, String path) {
        String encoded = URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
        return "https://huggingface.co/" + model.path() + "/resolve/" + model.sha() + "/" + encoded;
    }
}
