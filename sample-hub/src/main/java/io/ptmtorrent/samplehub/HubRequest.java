package io.ptmtorrent.samplehub;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as the hub received it.
 *
 * @param number counted from 1 over both hosts, in order of arrival
 * @param host which of the two hosts it came to
 * @param method upper case
 * @param target path and query as sent
 * @param headers names in lower case; of repeated headers the last; the token's value is not kept
 * @param authorized whether an Authorization header was there, right or wrong
 */
public record HubRequest(
        long number, Host host, String method, String target, Map<String, String> headers, boolean authorized) {

    /** The hosts of the hub. */
    public enum Host {
        /** huggingface.co: listing, metadata, small files. */
        API,
        /** The host that large files are redirected to. */
        CDN
    }

    /** Copies the headers. */
    public HubRequest {
        headers = Map.copyOf(headers);
    }

    /** The path as sent, without the query. */
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** The query as sent, empty if there is none. */
    public String query() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }
}
