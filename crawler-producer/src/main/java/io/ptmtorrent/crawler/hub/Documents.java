package io.ptmtorrent.crawler.hub;

import io.ptmtorrent.http.BoundedBody;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.RefusedRequestException;
import io.ptmtorrent.http.SafeUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Asks for documents that fit into memory, one GET each. For any number of threads.
 *
 * <pre>
 *   200 from the host that was asked      read, or too long
 *   304                                   unchanged
 *   other 4xx, or led to another host     missing
 *   408, 425, 3xx, 5xx, cut short         IOException
 * </pre>
 */
public final class Documents {
    private static final int TIMED_OUT = 408;
    private static final int TOO_EARLY = 425;

    private final HubHttp http;

    public Documents(HubHttp http) {
        this.http = http;
    }

    /**
     * Asks once.
     *
     * @param url canonical
     * @param mostBytes the longest document that is wanted
     * @param headers beside the client's own
     */
    public Document get(HttpUrl url, long mostBytes, Headers headers) throws IOException {
        Request request = new Request.Builder().url(url).headers(headers).build();
        try (Response response = http.client().newCall(request).execute()) {
            return answered(url, response, mostBytes);
        } catch (RefusedRequestException e) {
            return new Document.Missing(SafeUrl.redact(url), 0, String.valueOf(e.getMessage()));
        }
    }

    private static Document answered(HttpUrl asked, Response response, long mostBytes) throws IOException {
        String url = SafeUrl.redact(asked);
        HttpUrl led = response.request().url();
        int code = response.code();
        if (!led.host().equals(asked.host())) {
            return new Document.Missing(url, code, "GET " + url + " was led to " + led.host());
        }
        if (code == HttpURLConnection.HTTP_OK) {
            return read(url, response, mostBytes);
        }
        if (code == HttpURLConnection.HTTP_NOT_MODIFIED) {
            return new Document.Unchanged(url, response.headers());
        }
        String reason = "GET " + url + " gave " + code;
        if (code < 400 || code >= 500 || code == TIMED_OUT || code == TOO_EARLY) {
            throw new IOException(reason);
        }
        return new Document.Missing(url, code, reason);
    }

    private static Document read(String url, Response response, long mostBytes) throws IOException {
        Headers headers = response.headers();
        return switch (BoundedBody.read(response, mostBytes)) {
            case BoundedBody.Whole whole -> new Document.Read(url, headers, whole.bytes());
            case BoundedBody.TooLong tooLong ->
                new Document.TooLong(url, "GET " + url + " gave more than " + mostBytes + " bytes", tooLong.head());
            case BoundedBody.Broken broken ->
                throw new IOException(
                        "GET " + url + " broke off after " + broken.head().size() + " bytes", broken.cause());
        };
    }
}
