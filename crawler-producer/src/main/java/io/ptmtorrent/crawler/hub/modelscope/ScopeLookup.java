package io.ptmtorrent.crawler.hub.modelscope;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.Document;
import io.ptmtorrent.crawler.hub.Documents;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.FilesBody;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.LinkedFile;
import io.ptmtorrent.crawler.hub.Lookup;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one model, and for its files.
 *
 * <pre>
 *   200 and its id               found
 *   404, and 404 of the
 *   repositories' API too        gone: the first API is a search index, which may lag behind
 *   anything else                refused
 *   5xx, no connection           IOException
 * </pre>
 */
final class ScopeLookup {
    private static final long MOST_MODEL_BYTES = 16L * 1024 * 1024;
    private static final long MOST_FILES_BYTES = 64L * 1024 * 1024;

    private final Documents documents;

    ScopeLookup(Documents documents) {
        this.documents = documents;
    }

    /** One request; two for a model that is gone. */
    Lookup ask(String stableId, String id) throws IOException {
        HttpUrl url = ScopeUrls.model(id).orElse(null);
        if (url == null) {
            return new Lookup.Refused("https://www.modelscope.cn/", "the id can be no model's path", null);
        }
        return switch (documents.get(url, MOST_MODEL_BYTES, Headers.EMPTY)) {
            case Document.Read read -> read(stableId, read);
            case Document.Missing missing ->
                missing.status() == HttpURLConnection.HTTP_NOT_FOUND ? confirmed(id, missing) : refused(missing);
            case Document.TooLong tooLong -> new Lookup.Refused(tooLong.url(), tooLong.reason(), null);
            case Document.Unchanged same -> throw new IOException("GET " + same.url() + " gave 304");
        };
    }

    /**
     * All files of a model's branch, in two requests.
     *
     * @param revision as the row had it: what the hub says now must still give it, since no other can be asked of it
     */
    FilePage files(String id, String revision) throws IOException {
        return switch (ask(id, id)) {
            case Lookup.Gone gone -> gone;
            case Lookup.Refused refused -> refused;
            case Lookup.Found found ->
                revision.equals(found.row().revision())
                        ? files(id)
                        : new Lookup.Refused(found.url(), "the model has changed since it was listed", null);
        };
    }

    private static Lookup read(String stableId, Document.Read read) {
        JsonNode answer = json(read.body());
        String problem = answer == null ? "no JSON" : ScopeJson.isSuccess(answer) ? null : ScopeJson.failure(answer);
        if (answer == null || problem != null) {
            return new Lookup.Refused(read.url(), "GET " + read.url() + " gave " + problem, null);
        }
        byte[] model = ScopeJson.data(answer).toString().getBytes(StandardCharsets.UTF_8);
        HubItem item = ScopeRows.read(ByteBuffer.wrap(model));
        return switch (item) {
            case HubReject reject ->
                new Lookup.Refused(read.url(), "GET " + read.url() + " gave " + reject.message(), null);
            case HubRow row -> row.stableId().equals(stableId) ? new Lookup.Found(read.url(), row) : moved(read, row);
        };
    }

    private static Lookup moved(Document.Read read, HubRow row) {
        String reason = "the path now leads to " + row.id() + ", another model";
        return new Lookup.Gone(read.url(), reason, row.stableId(), row.body());
    }

    private Lookup confirmed(String id, Document.Missing missing) throws IOException {
        HttpUrl url = ScopeUrls.repository(id).orElseThrow();
        Document document = documents.get(url, MOST_MODEL_BYTES, Headers.EMPTY);
        if (document instanceof Document.Missing too && too.status() == HttpURLConnection.HTTP_NOT_FOUND) {
            return new Lookup.Gone(missing.url(), missing.reason(), null, ByteBuffer.allocate(0));
        }
        return new Lookup.Refused(missing.url(), missing.reason() + ", but " + url + " did not", null);
    }

    private static Lookup.Refused refused(Document.Missing missing) {
        return new Lookup.Refused(missing.url(), missing.reason(), null);
    }

    private FilePage files(String id) throws IOException {
        return switch (documents.get(ScopeUrls.files(id).orElseThrow(), MOST_FILES_BYTES, Headers.EMPTY)) {
            case Document.Read read -> files(id, read);
            case Document.Missing missing -> refused(missing);
            case Document.TooLong tooLong ->
                unreadable(tooLong.url(), DeadLetterReason.TOO_LARGE, tooLong.reason(), tooLong.head());
            case Document.Unchanged same -> throw new IOException("GET " + same.url() + " gave 304");
        };
    }

    /** A revision that is not there is answered with success and without a list. */
    private static FilePage files(String id, Document.Read read) {
        JsonNode answer = json(read.body());
        if (answer == null) {
            String message = "GET " + read.url() + " gave no JSON";
            return unreadable(read.url(), DeadLetterReason.BAD_DETAILS, message, read.body());
        }
        JsonNode entries = ScopeJson.data(answer).path("Files");
        if (!ScopeJson.isSuccess(answer) || !entries.isArray()) {
            String problem = ScopeJson.isSuccess(answer) ? "no list of files" : ScopeJson.failure(answer);
            return new Lookup.Refused(read.url(), "GET " + read.url() + " gave " + problem, null);
        }
        List<LinkedFile> files = new ArrayList<>(entries.size());
        for (JsonNode entry : entries) {
            if (!entry.path("Type").asText().equals("tree")) {
                files.add(file(id, entry));
            }
        }
        return new FilePage.Listed(read.url(), FilesBody.of(files), new HubPage.Next.End());
    }

    /** A file at the commit that last changed it; what has no path is left to be told as unfit. */
    private static LinkedFile file(String id, JsonNode entry) {
        String path = entry.path("Path").asText("");
        String commit = entry.path("Revision").asText("");
        String pinned = commit.matches("[0-9a-f]{40}") ? commit : ScopeUrls.BRANCH;
        String url = ScopeUrls.file(id, pinned, path).orElseThrow().toString();
        String sha256 = entry.path("Sha256").asText("").toLowerCase(Locale.ROOT);
        Long size = entry.path("Size").isIntegralNumber() ? entry.path("Size").asLong() : null;
        return new LinkedFile(path, size, sha256.isEmpty() ? null : sha256, null, null, url, false);
    }

    private static FilePage unreadable(String url, DeadLetterReason reason, String message, ByteString bytes) {
        return new FilePage.Unreadable(url, new HubReject(reason, message, ByteBuffer.wrap(bytes.toByteArray())));
    }

    private static @Nullable JsonNode json(ByteString body) {
        try {
            return ScopeJson.read(ByteBuffer.wrap(body.toByteArray()));
        } catch (IOException e) {
            return null;
        }
    }
}
