package io.ptmtorrent.crawler.hub.huggingface;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.http.BoundedBody;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.RefusedRequestException;
import io.ptmtorrent.http.SafeUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a commit's list of files, {@code GET /api/models/{id}/tree/{revision}?recursive=true}, a page at a time.
 *
 * <pre>
 *   200, a JSON array (also after a rename's redirect)   listed; the tree of a gated model is public
 *   200, anything else, or cut short                     unreadable
 *   404, 401 that mean no model                          gone, as {@link ModelLookup} has it
 *   404 RevisionNotFound                                 refused: the revision is gone, the model is not
 *   401 with a token, 403, other 4xx                     refused
 *   429, 5xx, no connection                              IOException
 * </pre>
 *
 * <p>Source: huggingface_hub's {@code list_repo_tree} and the hub's OpenAPI document (August 2026).
 */
final class ModelTree {
    private static final String NO_REVISION = "RevisionNotFound";

    private final HubHttp http;
    private final NextLink nextLink;

    ModelTree(HubHttp http, NextLink nextLink) {
        this.http = http;
        this.nextLink = nextLink;
    }

    FilePage ask(String id, String revision, @Nullable Cursor cursor) throws IOException {
        HttpUrl url = cursor == null ? ModelUrls.tree(id, revision).orElse(null) : HttpUrl.parse(cursor.value());
        if (url == null || !ModelUrls.isTree(url, revision)) {
            return new Lookup.Refused(
                    ModelUrls.MODELS.toString(), "id, revision or cursor can be no part of a list of files", null);
        }
        try (Response response =
                http.client().newCall(new Request.Builder().url(url).build()).execute()) {
            return answered(url, revision, response);
        } catch (RefusedRequestException e) {
            return new Lookup.Refused(SafeUrl.redact(url), String.valueOf(e.getMessage()), null);
        }
    }

    private FilePage answered(HttpUrl asked, String revision, Response response) throws IOException {
        HttpUrl led = response.request().url();
        String url = SafeUrl.redact(led);
        if (!ModelUrls.isTree(led, revision)) {
            return new Lookup.Refused(url, "the hub led from " + SafeUrl.redact(asked) + " to no list of files", null);
        }
        if (response.code() == HttpURLConnection.HTTP_OK) {
            return read(url, led, response);
        }
        String reason = Answers.described(asked, response);
        if (Answers.mayWorkLater(response.code())) {
            throw new IOException(reason);
        }
        if (NO_REVISION.equals(response.header("X-Error-Code"))) {
            return new Lookup.Refused(url, "the revision is gone: " + reason, null);
        }
        Lookup.Gone gone = Answers.gone(asked, response).orElse(null);
        return gone == null ? new Lookup.Refused(url, reason, null) : gone;
    }

    private FilePage read(String url, HttpUrl led, Response response) {
        return switch (BoundedBody.read(response, HubRow.MAX_BYTES)) {
            case BoundedBody.Whole whole -> listed(url, led, response, whole.bytes());
            case BoundedBody.Broken broken ->
                unreadable(url, "broke off: " + broken.cause().getMessage(), broken.head());
            case BoundedBody.TooLong tooLong -> tooLarge(url, tooLong.head());
        };
    }

    private FilePage listed(String url, HttpUrl led, Response response, ByteString bytes) {
        byte[] body = bytes.toByteArray();
        String fault = JsonArrays.fault(body);
        return fault == null
                ? new FilePage.Listed(url, ByteBuffer.wrap(body), nextLink.read(led, response.headers("Link")))
                : unreadable(url, "gave " + fault, bytes);
    }

    private static FilePage.Unreadable unreadable(String url, String what, ByteString bytes) {
        return new FilePage.Unreadable(
                url, new HubReject(DeadLetterReason.BAD_DETAILS, "GET " + url + " " + what, bytes.asByteBuffer()));
    }

    private static FilePage.Unreadable tooLarge(String url, ByteString head) {
        String message = "GET " + url + " gave more than " + HubRow.MAX_BYTES + " bytes, which an observation holds";
        return new FilePage.Unreadable(url, new HubReject(DeadLetterReason.TOO_LARGE, message, head.asByteBuffer()));
    }
}
