package io.ptmtorrent.crawler.git;

import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Where a repository is asked by git's smart HTTP, and how (gitprotocol-http). */
final class GitUrls {
    /** Asks for version 2; a server that does not know it answers in version 0. */
    static final String PROTOCOL = "version=2";

    private static final MediaType REQUEST = MediaType.get("application/x-git-upload-pack-request");

    private GitUrls() {}

    static HttpUrl refs(Repository repository) {
        return clone(repository)
                .addPathSegments("info/refs")
                .addQueryParameter("service", "git-upload-pack")
                .build();
    }

    static HttpUrl uploadPack(Repository repository) {
        return clone(repository).addPathSegment("git-upload-pack").build();
    }

    static Request command(HttpUrl url, byte[] body) {
        return new Request.Builder()
                .url(url)
                .header("Git-Protocol", PROTOCOL)
                .header("Accept", "application/x-git-upload-pack-result")
                .post(RequestBody.create(body, REQUEST))
                .build();
    }

    private static HttpUrl.Builder clone(Repository repository) {
        return new HttpUrl.Builder()
                .scheme("https")
                .host("github.com")
                .addPathSegment(repository.owner())
                .addPathSegment(repository.name() + ".git");
    }
}
