package io.ptmtorrent.crawler.hub.modelhub;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.Document;
import io.ptmtorrent.crawler.hub.Documents;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.http.HubHttp;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.time.Instant;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The list of all models, {@code models.json} of github.com/modelhub-ai/modelhub: an array in one file.
 *
 * <p>Asked for on branch {@code master}, as the project's own site does; should that branch be gone, where HEAD stands,
 * which raw.githubusercontent.com takes in the place of a branch.
 */
final class Registry {
    private static final String FOLDER = "https://raw.githubusercontent.com/modelhub-ai/modelhub/";
    private static final HttpUrl MASTER = HttpUrl.get(FOLDER + "master/models.json");
    private static final HttpUrl HEAD = HttpUrl.get(FOLDER + "HEAD/models.json");
    private static final long MOST_BYTES = 8L * 1024 * 1024;
    private static final int LONGEST_ETAG = 200;

    private final Documents documents;

    Registry(HubHttp http) {
        this.documents = new Documents(http);
    }

    /** What became of asking for it. */
    sealed interface Answer {
        /** It is the known one. */
        record Unchanged(String url, @Nullable Instant clock) implements Answer {}

        /** It was read. */
        record Read(String url, String version, @Nullable Instant clock, ByteString body, RegistryRows rows)
                implements Answer {}

        /** It is there, and no registry. */
        record Unreadable(String url, @Nullable Instant clock, HubReject reject) implements Answer {}

        /** It is not to be had. */
        record Refused(String url, String reason) implements Answer {}
    }

    /** @param known version that need not be read again; null where it is to be read */
    Answer read(@Nullable String known) throws IOException {
        Document document = ask(MASTER, known);
        boolean gone =
                document instanceof Document.Missing missing && missing.status() == HttpURLConnection.HTTP_NOT_FOUND;
        return answer(gone ? ask(HEAD, known) : document, known);
    }

    private Document ask(HttpUrl url, @Nullable String known) throws IOException {
        boolean isEtag = known != null && known.endsWith("\"");
        return documents.get(url, MOST_BYTES, isEtag ? Headers.of("If-None-Match", known) : Headers.EMPTY);
    }

    private static Answer answer(Document document, @Nullable String known) {
        return switch (document) {
            case Document.Unchanged same -> new Answer.Unchanged(same.url(), Document.clock(same.headers()));
            case Document.Missing missing -> new Answer.Refused(missing.url(), missing.reason());
            case Document.TooLong tooLong ->
                new Answer.Unreadable(
                        tooLong.url(), null, reject(DeadLetterReason.TOO_LARGE, tooLong.reason(), tooLong.head()));
            case Document.Read read -> answer(read, known);
        };
    }

    private static Answer answer(Document.Read read, @Nullable String known) {
        String version = version(read);
        Instant clock = Document.clock(read.headers());
        if (version.equals(known)) {
            return new Answer.Unchanged(read.url(), clock);
        }
        try {
            RegistryRows rows = RegistryRows.read(read.body().toByteArray());
            if (rows != null) {
                return new Answer.Read(read.url(), version, clock, read.body(), rows);
            }
            String message = "GET " + read.url() + " gave JSON, but no array";
            return new Answer.Unreadable(
                    read.url(), clock, reject(DeadLetterReason.NOT_A_LISTING, message, read.body()));
        } catch (IOException e) {
            String message = "GET " + read.url() + " gave no JSON: " + JsonFault.of(e);
            return new Answer.Unreadable(read.url(), clock, reject(DeadLetterReason.NOT_JSON, message, read.body()));
        }
    }

    /** The ETag, where the server gives one that a cursor can hold. */
    private static String version(Document.Read read) {
        String etag = read.headers().get("ETag");
        return etag != null && etag.endsWith("\"") && etag.length() <= LONGEST_ETAG
                ? etag
                : "sha256:" + read.body().sha256().hex();
    }

    private static HubReject reject(DeadLetterReason reason, String message, ByteString bytes) {
        return new HubReject(reason, message, ByteBuffer.wrap(bytes.toByteArray()));
    }
}
