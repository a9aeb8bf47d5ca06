package io.ptmtorrent.benchmarks;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.net.URI;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file of the sample hub that anybody may fetch and that is what its hub announces.
 *
 * @param path at the hub's host: model, {@code resolve}, revision, file
 */
record SampleFile(ModelTruth model, FileTruth file, String path) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/-]+");
    private static final long LEAST = 5_000;
    private static final long MOST = 15_000;

    /** The first {@code count} of about 10 KB by request key, no two with the same bytes; fewer where the hub has fewer. */
    static Map<String, SampleFile> some(SampleHub hub, int count) {
        SampleHubTruth truth = hub.truth();
        Map<String, SampleFile> found = new LinkedHashMap<>();
        Set<String> contents = new HashSet<>();
        Iterator<ModelTruth> models = truth.live()
                .filter(model -> model.gated().equals("false") && !model.disabled())
                .iterator();
        while (models.hasNext() && found.size() < count) {
            ModelTruth model = models.next();
            for (FileTruth file : plain(truth.files(model))) {
                if (found.size() < count && contents.add(file.sha256())) {
                    SampleFile sample = new SampleFile(
                            model, file, "/" + model.path() + "/resolve/" + model.sha() + "/" + file.path());
                    found.put(sample.requestKey(), sample);
                }
            }
        }
        return found;
    }

    private static List<FileTruth> plain(List<FileTruth> files) {
        return files.stream()
                .filter(file -> file.size() >= LEAST && file.size() <= MOST)
                .filter(file -> file.digestTrue() && PLAIN.matcher(file.path()).matches())
                .toList();
    }

    URI at(URI hub) {
        return URI.create(hub + path);
    }

    String requestKey() {
        return file.announcedSha256() != null
                ? "sha256:" + file.announcedSha256()
                : "git:" + FileRequests.HUB + "/" + model.path().split("/", 2)[0] + ":" + file.oid() + ":"
                        + file.size();
    }

    ArtifactRequest request() {
        return FileRequests.of(
                model.stableId(),
                "https://huggingface.co" + path,
                file.announcedSha256(),
                file.announcedSha256() == null ? file.oid() : null,
                file.size());
    }
}
