package io.ptmtorrent.crawler.git;

import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.SafeUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one ref by git's smart HTTP protocol, version 2: two requests, whatever the repository's size (git's
 * http-protocol and protocol-v2). A server that speaks version 0 answers the first with all refs.
 */
final class RefLookup {
    private static final MediaType REQUEST = MediaType.get("application/x-git-upload-pack-request");
    private static final String PROTOCOL = "version=2";
    private static final int MOST_LINES = 200_000;
    private static final int OBJECT_DIGITS = 40;
    private static final int BLOCKED = 451;
    private static final String SYMREF = "symref-target:";
    private static final String PEELED = "peeled:";

    private final HubHttp http;

    RefLookup(HubHttp http) {
        this.http = http;
    }

    /** @param ref short name of a branch or a tag, or a commit; null for HEAD */
    Head ask(Repository repository, @Nullable String ref) throws IOException {
        HttpUrl url = url(repository, "info", "refs")
                .newBuilder()
                .addQueryParameter("service", "git-upload-pack")
                .build();
        Request request =
                new Request.Builder().url(url).header("Git-Protocol", PROTOCOL).build();
        try (Response response = http.client().newCall(request).execute()) {
            if (response.code() != HttpURLConnection.HTTP_OK) {
                return missing(url, response);
            }
            Repository present = present(response.request().url()).orElse(repository);
            List<String> lines = lines(response);
            return lines.stream().anyMatch("version 2"::equals)
                    ? list(present, ref)
                    : found(present, ref, Refs.read(lines), url);
        }
    }

    private Head list(Repository repository, @Nullable String ref) throws IOException {
        PacketLines body = new PacketLines()
                .line("command=ls-refs")
                .delimiter()
                .line("peel")
                .line("symrefs");
        if (ref == null) {
            body.line("ref-prefix HEAD");
        } else {
            body.line("ref-prefix refs/heads/" + ref).line("ref-prefix refs/tags/" + ref);
        }
        HttpUrl url = url(repository, "git-upload-pack");
        Request request = new Request.Builder()
                .url(url)
                .header("Git-Protocol", PROTOCOL)
                .header("Accept", "application/x-git-upload-pack-result")
                .post(RequestBody.create(body.flushed(), REQUEST))
                .build();
        try (Response response = http.client().newCall(request).execute()) {
            return response.code() == HttpURLConnection.HTTP_OK
                    ? found(repository, ref, Refs.read(lines(response)), url)
                    : missing(url, response);
        }
    }

    private static List<String> lines(Response response) throws IOException {
        try {
            return PacketLines.read(response.body().byteStream(), MOST_LINES);
        } catch (IOException e) {
            throw new IOException(SafeUrl.redact(response.request().url()) + ": " + e.getMessage(), e);
        }
    }

    private static Head found(Repository repository, @Nullable String ref, Refs refs, HttpUrl url) {
        String name = refs.name(ref);
        String commit = name == null ? null : refs.commits().get(name);
        if (commit != null) {
            return new Head.At(repository, commit, ref == null ? refs.head() : name);
        }
        return ref != null && ref.matches("[0-9a-f]{40}")
                ? new Head.At(repository, ref, null)
                : new Head.Missing(SafeUrl.redact(url) + ": no ref '" + (ref == null ? "HEAD" : ref) + "'");
    }

    /** A private or missing repository asks for a login (401), a blocked one says 451, the rest may pass. */
    private static Head missing(HttpUrl url, Response response) throws IOException {
        String said = "GET " + SafeUrl.redact(url) + " gave " + response.code();
        return switch (response.code()) {
            case HttpURLConnection.HTTP_NOT_FOUND,
                    HttpURLConnection.HTTP_GONE,
                    HttpURLConnection.HTTP_UNAUTHORIZED,
                    HttpURLConnection.HTTP_FORBIDDEN,
                    BLOCKED -> new Head.Missing(said);
            default -> throw new IOException(said);
        };
    }

    private static Optional<Repository> present(HttpUrl url) {
        return Repository.ofLink(url.toString());
    }

    private static HttpUrl url(Repository repository, String... path) {
        HttpUrl.Builder url = new HttpUrl.Builder()
                .scheme("https")
                .host("github.com")
                .addPathSegment(repository.owner())
                .addPathSegment(repository.name() + ".git");
        for (String segment : path) {
            url.addPathSegment(segment);
        }
        return url.build();
    }

    /** Refs by full name; an annotated tag stands for the commit that it names. */
    private record Refs(
            Map<String, String> commits, @Nullable String head) {
        /** Reads both forms: {@code <id> <name> [symref-target:<name>] [peeled:<id>]} and version 0's. */
        static Refs read(List<String> lines) {
            Map<String, String> commits = new HashMap<>();
            String head = null;
            for (String line : lines) {
                String[] words = line.split("[ \0]", -1);
                if (words.length < 2 || words[0].length() != OBJECT_DIGITS) {
                    continue;
                }
                String name = words[1].endsWith("^{}") ? words[1].substring(0, words[1].length() - 3) : words[1];
                commits.put(name, words[0]);
                for (String word : words) {
                    if (word.startsWith(PEELED)) {
                        commits.put(name, word.substring(PEELED.length()));
                    } else if (word.startsWith(SYMREF) && name.equals("HEAD")) {
                        head = word.substring(SYMREF.length());
                    } else if (word.startsWith("symref=HEAD:")) {
                        head = word.substring("symref=HEAD:".length());
                    }
                }
            }
            return new Refs(commits, head);
        }

        /** Full name of a ref that is there; null where none is. A branch goes before a tag, as torch.hub has it. */
        @Nullable
        String name(@Nullable String ref) {
            if (ref == null) {
                return commits.containsKey("HEAD") ? "HEAD" : null;
            }
            String branch = "refs/heads/" + ref;
            String tag = "refs/tags/" + ref;
            return commits.containsKey(branch) ? branch : commits.containsKey(tag) ? tag : null;
        }
    }
}
