package io.ptmtorrent.crawler.hub.huggingface;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Listing;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * The canonical URLs that the crawler asks, all with the same fields, so that a model looked up is a row as listed.
 *
 * <p>Source: huggingface_hub's {@code list_models} and {@code model_info} (August 2026). {@code expand} cannot be mixed
 * with {@code full}; {@code _id} and {@code id} always come and may not be asked for.
 */
final class ModelUrls {
    static final HttpUrl MODELS = HttpUrl.get("https://huggingface.co/api/models");

    /** The hub's own page limit. */
    static final int MAX_PAGE = 1000;

    private static final List<String> FIELDS = List.of(
            "author",
            "baseModels",
            "cardData",
            "config",
            "createdAt",
            "disabled",
            "downloads",
            "downloadsAllTime",
            "evalResults",
            "gated",
            "gguf",
            "lastModified",
            "library_name",
            "likes",
            "mask_token",
            "model-index",
            "pipeline_tag",
            "private",
            "safetensors",
            "sha",
            "siblings",
            "tags",
            "transformersInfo",
            "trendingScore");

    private ModelUrls() {}

    /**
     * The first page: for a full run by createdAt ascending, whose cursor stands still while models come and go; for an
     * increment the last changed first.
     */
    static HttpUrl listing(Listing listing) {
        boolean full = listing.mode() == CrawlMode.FULL;
        HttpUrl.Builder url = MODELS.newBuilder()
                .addQueryParameter("limit", Integer.toString(Math.min(MAX_PAGE, listing.pageSize())))
                .addQueryParameter("sort", full ? "createdAt" : "lastModified")
                .addQueryParameter("direction", full ? "1" : "-1");
        if (listing.filter() != null) {
            url.addQueryParameter("filter", listing.filter());
        }
        return withFields(url);
    }

    /**
     * One model's page; empty where the id can be no model's path.
     *
     * <p>An id is a name or {@code owner/name}. It comes from the hub and may be anything: dot segments and further
     * slashes would lead elsewhere, the rest is percent-encoded.
     */
    static Optional<HttpUrl> model(String id) {
        return path(id).map(ModelUrls::withFields);
    }

    /**
     * The first page of the list of a model's files; empty where id or revision can be no part of a path.
     *
     * <p>The hub gives 1,000 entries a page unasked. A revision is one segment, whatever it holds.
     */
    static Optional<HttpUrl> tree(String id, String revision) {
        if (!isName(revision) || !HubRow.usable(revision)) {
            return Optional.empty();
        }
        return path(id).map(url -> url.addPathSegment("tree")
                .addPathSegment(revision)
                .addQueryParameter("recursive", "true")
                .build());
    }

    /** Whether the URL is a page of such a list of this revision, of whatever model. */
    static boolean isTree(HttpUrl url, String revision) {
        List<String> segments = url.pathSegments();
        int tree = segments.size() - 2;
        boolean below = tree > MODELS.pathSize()
                && segments.subList(0, MODELS.pathSize()).equals(MODELS.pathSegments())
                && url.resolve("/").equals(MODELS.resolve("/"));
        return below
                && tree <= MODELS.pathSize() + 2
                && segments.get(tree).equals("tree")
                && segments.get(tree + 1).equals(revision)
                && "true".equals(url.queryParameter("recursive"));
    }

    private static Optional<HttpUrl.Builder> path(String id) {
        List<String> segments = List.of(id.split("/", -1));
        boolean path = segments.size() <= 2 && segments.stream().allMatch(ModelUrls::isName);
        if (!path || !HubRow.usable(id)) {
            return Optional.empty();
        }
        HttpUrl.Builder url = MODELS.newBuilder();
        segments.forEach(url::addPathSegment);
        return Optional.of(url);
    }

    private static boolean isName(String segment) {
        return !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
    }

    private static HttpUrl withFields(HttpUrl.Builder url) {
        FIELDS.forEach(field -> url.addQueryParameter("expand", field));
        return url.build();
    }
}
