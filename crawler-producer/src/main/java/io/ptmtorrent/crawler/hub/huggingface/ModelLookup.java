package io.ptmtorrent.crawler.hub.huggingface;

import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.RefusedRequestException;
import io.ptmtorrent.http.SafeUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one model, and tells the hub's own word that it is gone from all else.
 *
 * <pre>
 *   200, same _id (also after a rename's redirect)      found
 *   200, another _id                                    gone, with its successor
 *   404                                                 gone
 *   401 without a token and without X-Error-Code        gone: missing or private, the hub says no more
 *   401 with a token, 403, other 4xx                    refused: the token may be dead, the model is not
 *   429, 5xx, no connection                             IOException
 * </pre>
 */
final class ModelLookup {
    private static final long MAX_BYTES = 16L * 1024 * 1024;

    private final HubHttp http;
    private final RowReader reader;

    ModelLookup(HubHttp http, RowReader reader) {
        this.http = http;
        this.reader = reader;
    }

    Lookup ask(String stableId, String id) throws IOException {
        HttpUrl url = ModelUrls.model(id).orElse(null);
        if (url == null) {
            return new Lookup.Refused(ModelUrls.MODELS.toString(), "the id can be no model's path", null);
        }
        try (Response response =
                http.client().newCall(new Request.Builder().url(url).build()).execute()) {
            return answered(stableId, url, response);
        } catch (RefusedRequestException e) {
            return new Lookup.Refused(SafeUrl.redact(url), String.valueOf(e.getMessage()), null);
        }
    }

    private Lookup answered(String stableId, HttpUrl asked, Response response) throws IOException {
        String url = SafeUrl.redact(response.request().url());
        if (!response.request().url().host().equals(asked.host())) {
            return new Lookup.Refused(url, "the hub led to another host", null);
        }
        int code = response.code();
        if (code == HttpURLConnection.HTTP_OK) {
            return read(stableId, url, response);
        }
        String reason = Answers.described(asked, response);
        if (Answers.mayWorkLater(code)) {
            throw new IOException(reason);
        }
        Lookup.Gone gone = Answers.gone(asked, response).orElse(null);
        return gone == null ? new Lookup.Refused(url, reason, null) : gone;
    }

    private Lookup read(String stableId, String url, Response response) throws IOException {
        PageBody body = PageBody.read(response, MAX_BYTES);
        if (body.broken() != null) {
            throw new IOException("GET " + url + ": " + body.broken());
        }
        HubItem item = reader.read(body.bytes());
        return switch (item) {
            case HubRow row -> row.stableId().equals(stableId) ? new Lookup.Found(url, row) : replaced(url, row);
            case HubReject reject -> new Lookup.Refused(url, "GET " + url + " gave " + reject.message(), null);
        };
    }

    private static Lookup replaced(String url, HubRow row) {
        @Nullable String successor = row.stableId();
        ByteBuffer body = row.body();
        return new Lookup.Gone(url, "the path now leads to " + row.id() + ", another model", successor, body);
    }
}
