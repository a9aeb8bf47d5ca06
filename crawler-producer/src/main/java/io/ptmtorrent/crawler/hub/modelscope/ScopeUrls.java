package io.ptmtorrent.crawler.hub.modelscope;

import io.ptmtorrent.crawler.hub.HubRow;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * The addresses that are asked.
 *
 * <p>Source: modelscope_hub's {@code _openapi.py} (list_models, get_model) and {@code _legacy_api.py} (get_repo_info,
 * list_repo_files), and modelscope's {@code hub/file_download.py} for the address of a file's bytes (as stored in autumn 2026).
 */
final class ScopeUrls {
    /** The branch that every repository has. */
    static final String BRANCH = "master";

    private static final HttpUrl SITE = HttpUrl.get("https://www.modelscope.cn/");
    private static final HttpUrl MODELS = HttpUrl.get(SITE + "openapi/v1/models");
    private static final HttpUrl REPOSITORIES = HttpUrl.get(SITE + "api/v1/models");

    private ScopeUrls() {}

    /** A page of the models that a query finds, the last changed first. */
    static HttpUrl page(ScopeCursor place) {
        HttpUrl.Builder url = MODELS.newBuilder();
        if (place.query() != null) {
            url.addQueryParameter(place.query().name(), place.query().value());
        }
        return url.addQueryParameter("sort", "last_modified")
                .addQueryParameter("page_number", Integer.toString(place.page()))
                .addQueryParameter("page_size", Integer.toString(place.size()))
                .build();
    }

    /** Whether a text can be a model's path: {@code owner/name}, neither of them a dot segment. */
    static boolean isPath(String id) {
        List<String> segments = List.of(id.split("/", -1));
        return HubRow.usable(id) && segments.size() == 2 && segments.stream().allMatch(ScopeUrls::isName);
    }

    /** What the listing's API says of one model; empty where the id can be no model's path. */
    static Optional<HttpUrl> model(String id) {
        return below(MODELS, id).map(HttpUrl.Builder::build);
    }

    /** What the repositories' API says of one model. */
    static Optional<HttpUrl> repository(String id) {
        return below(REPOSITORIES, id).map(HttpUrl.Builder::build);
    }

    /** All files of a model's branch. */
    static Optional<HttpUrl> files(String id) {
        return below(REPOSITORIES, id)
                .map(url -> url.addPathSegments("repo/files")
                        .addQueryParameter("Revision", BRANCH)
                        .addQueryParameter("Recursive", "True")
                        .build());
    }

    /** Where the bytes of a file are at a commit. */
    static Optional<HttpUrl> file(String id, String commit, String path) {
        return below(REPOSITORIES, id)
                .map(url -> url.addPathSegment("repo")
                        .addQueryParameter("Revision", commit)
                        .addQueryParameter("FilePath", path)
                        .build());
    }

    private static Optional<HttpUrl.Builder> below(HttpUrl api, String id) {
        if (!isPath(id)) {
            return Optional.empty();
        }
        HttpUrl.Builder url = api.newBuilder();
        List.of(id.split("/", -1)).forEach(url::addPathSegment);
        return Optional.of(url);
    }

    private static boolean isName(String segment) {
        return !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
    }
}
