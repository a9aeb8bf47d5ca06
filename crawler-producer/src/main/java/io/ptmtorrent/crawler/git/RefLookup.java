package io.ptmtorrent.crawler.git;

import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.SafeUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one ref by git's smart HTTP protocol, version 2: two requests, whatever the repository's size (git's
 * http-protocol and protocol-v2). A server that speaks version 0 answers the first with all refs.
 */
final class RefLookup {
    private static final int MOST_LINES = 200_000;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");
    private static final String SYMREF = "symref-target:";
    private static final String PEELED = "peeled:";

    private final HubHttp http;

    RefLookup(HubHttp http) {
        this.http = http;
    }

    /** @param ref short name of a branch or a tag, or a commit; null for HEAD */
    Head ask(Repository repository, @Nullable String ref) throws IOException {
        HttpUrl url = GitUrls.refs(repository);
        Request request = new Request.Builder()
                .url(url)
                .header("Git-Protocol", GitUrls.PROTOCOL)
                .build();
        try (Response response = http.client().newCall(request).execute()) {
            if (response.code() != HttpURLConnection.HTTP_OK) {
                return new Head.Missing(Statuses.missing(url, response));
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
        HttpUrl url = GitUrls.uploadPack(repository);
        Request request = GitUrls.command(url, body.flushed());
        try (Response response = http.client().newCall(request).execute()) {
            return response.code() == HttpURLConnection.HTTP_OK
                    ? found(repository, ref, Refs.read(lines(response)), url)
                    : new Head.Missing(Statuses.missing(url, response));
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
        return ref != null && ID.matcher(ref).matches()
                ? new Head.At(repository, ref, null)
                : new Head.Missing(SafeUrl.redact(url) + ": no ref '" + (ref == null ? "HEAD" : ref) + "'");
    }

    private static Optional<Repository> present(HttpUrl url) {
        return Repository.ofLink(url.toString());
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
                if (words.length < 2 || !ID.matcher(words[0]).matches()) {
                    continue;
                }
                String name = words[1].endsWith("^{}") ? words[1].substring(0, words[1].length() - 3) : words[1];
                commits.put(name, words[0]);
                for (String word : words) {
                    if (word.startsWith(PEELED)
                            && ID.matcher(word.substring(PEELED.length())).matches()) {
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
