package io.ptmtorrent.crawler.hub.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The zoo's bytes at huggingface.co, whose account onnxmodelzoo took them over in 2025: found by SHA-256 alone.
 *
 * <p>The account's listing tells which of its repositories holds a file of a weight's name; only their trees, which tell
 * digests, are read. Listing and trees are read once a commit of the zoo. For any number of threads.
 */
final class Mirror {
    private static final HttpUrl HUB = HttpUrl.get("https://huggingface.co/");
    private static final HttpUrl LISTING =
            HttpUrl.get(HUB + "api/models?author=onnxmodelzoo&expand[]=siblings&expand[]=sha&limit=1000");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Repositories whose trees are kept: as many as the zoo has models. */
    private static final int TREES = 4_096;

    /** Many repositories with a file of one name are not all looked into. */
    private static final int MOST_LOOKS = 16;

    private final MirrorApi api;
    private final ReadOnce<String, MirrorIndex> indexes;
    private final ReadOnce<MirrorRepository, Map<String, String>> trees;

    Mirror(MirrorApi api) {
        this.api = api;
        this.indexes = new ReadOnce<>(1, commit -> index());
        this.trees = new ReadOnce<>(TREES, this::tree);
    }

    /**
     * The address of a weight's bytes; empty where no repository has them.
     *
     * @param commit of the zoo
     */
    Optional<String> find(String commit, Weight weight) throws IOException {
        String sha256 = weight.sha256();
        if (sha256 == null) {
            return Optional.empty();
        }
        List<MirrorRepository> candidates = indexes.at(commit).candidates(weight);
        for (MirrorRepository repository : candidates.subList(0, Math.min(candidates.size(), MOST_LOOKS))) {
            String path = trees.at(repository).get(sha256);
            Optional<String> url = path == null ? Optional.empty() : url(repository, path);
            if (url.isPresent()) {
                return url;
            }
        }
        return Optional.empty();
    }

    private MirrorIndex index() throws IOException {
        MirrorIndex index = new MirrorIndex();
        api.read(LISTING, index::add);
        return index;
    }

    /** Paths by SHA-256. */
    private Map<String, String> tree(MirrorRepository repository) throws IOException {
        HttpUrl url = HUB.newBuilder()
                .addPathSegments("api/models")
                .addPathSegment(repository.owner())
                .addPathSegment(repository.name())
                .addPathSegment("tree")
                .addPathSegment(repository.commit())
                .addQueryParameter("recursive", "true")
                .build();
        Map<String, String> paths = new TreeMap<>();
        api.read(url, entry -> {
            JsonNode path = entry.path("path");
            String digest = entry.path("lfs").path("oid").asText("");
            if (path.isTextual() && SHA256.matcher(digest).matches()) {
                paths.merge(digest, path.textValue(), (one, other) -> one.compareTo(other) <= 0 ? one : other);
            }
        });
        return paths;
    }

    /** Empty where no address can hold the path. */
    private static Optional<String> url(MirrorRepository repository, String path) {
        HttpUrl.Builder url = HUB.newBuilder()
                .addPathSegment(repository.owner())
                .addPathSegment(repository.name())
                .addPathSegment("resolve")
                .addPathSegment(repository.commit());
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return Optional.empty();
            }
            url.addPathSegment(segment);
        }
        return Optional.of(url.build().toString());
    }
}
