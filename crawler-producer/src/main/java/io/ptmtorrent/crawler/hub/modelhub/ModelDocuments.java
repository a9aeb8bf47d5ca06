package io.ptmtorrent.crawler.hub.modelhub;

import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.git.Head;
import io.ptmtorrent.crawler.git.Repository;
import io.ptmtorrent.crawler.hub.Document;
import io.ptmtorrent.crawler.hub.Documents;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.RowEnvelope;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.RefusedRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;

/**
 * Puts a model's row together: what the registry says, and the two files of its repository that describe it, as they
 * are. Four requests: the ref lookup's two, and one a file.
 *
 * <pre>
 *   registry      the registry's row
 *   repository    asked, name (present), commit; missing: why it is not to be had
 *   files         path: text, or null where the repository has no such file
 *   problems      path: why a file that is there is not here
 * </pre>
 */
final class ModelDocuments {
    static final String CONFIG = "contrib_src/model/config.json";
    static final String INIT = "init/init.json";

    /** The longest real one has 9 KB. */
    static final int LONGEST_FILE = 1024 * 1024;

    private final GitHub github;
    private final Documents documents;

    ModelDocuments(GitHub github, HubHttp http) {
        this.github = github;
        this.documents = new Documents(http);
    }

    /** The repository that a row links to; empty where it links to none at GitHub. */
    static Optional<Repository> repository(RegistryRow row) {
        String link = row.github();
        return link == null ? Optional.empty() : Repository.ofLink(link);
    }

    /** Where the default branch stands: the registry's {@code github_branch} is wrong for a quarter of its rows. */
    Head head(RegistryRow row) throws IOException {
        Repository repository = repository(row).orElse(null);
        if (repository == null) {
            return new Head.Missing("the registry links to no repository at github.com");
        }
        try {
            return github.head(repository, null);
        } catch (RefusedRequestException e) {
            return new Head.Missing(String.valueOf(e.getMessage()));
        }
    }

    /** The row with its documents. */
    HubItem read(RegistryRow row) throws IOException {
        RowEnvelope envelope = new RowEnvelope().json("registry", row.json());
        RowEnvelope repository = envelope.object("repository");
        repository(row).ifPresent(asked -> repository.text("asked", asked.toString()));
        return switch (head(row)) {
            case Head.Missing missing -> {
                repository.text("missing", missing.reason());
                yield envelope.row(row.id(), row.name(), null);
            }
            case Head.At at -> {
                repository.text("name", at.repository().toString()).text("commit", at.commit());
                RowEnvelope files = envelope.object("files");
                RowEnvelope problems = envelope.object("problems");
                for (String path : new String[] {CONFIG, INIT}) {
                    add(at, path, files, problems);
                }
                yield envelope.row(row.id(), row.name(), at.commit());
            }
        };
    }

    private void add(Head.At at, String path, RowEnvelope files, RowEnvelope problems) throws IOException {
        switch (documents.get(url(at, path), LONGEST_FILE, Headers.EMPTY)) {
            case Document.Read read -> addText(path, read.body(), files, problems);
            case Document.TooLong tooLong -> problems.text(path, "longer than " + LONGEST_FILE + " bytes");
            case Document.Missing missing -> {
                files.text(path, null);
                if (missing.status() != 404) {
                    problems.text(path, missing.reason());
                }
            }
            case Document.Unchanged unchanged ->
                throw new IOException("GET " + unchanged.url() + " gave 304 to who has nothing");
        }
    }

    private static void addText(String path, ByteString body, RowEnvelope files, RowEnvelope problems) {
        try {
            ByteBuffer bytes = body.asByteBuffer();
            files.text(path, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            problems.text(path, "not in UTF-8");
        }
    }

    private static HttpUrl url(Head.At at, String path) {
        return new HttpUrl.Builder()
                .scheme("https")
                .host("raw.githubusercontent.com")
                .addPathSegment(at.repository().owner())
                .addPathSegment(at.repository().name())
                .addPathSegment(at.commit())
                .addPathSegments(path)
                .build();
    }
}
