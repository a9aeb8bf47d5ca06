package io.ptmtorrent.crawler.hub.huggingface;

import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.http.Endpoints;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Reads where a listing goes on out of the {@code Link} headers (RFC 8288), and follows nothing that leaves the hub.
 *
 * <p>The cursor is the canonical URL, whatever endpoint gave the page.
 */
final class NextLink {
    private static final Pattern LINK = Pattern.compile("<([^<>]*)>([^<]*)");
    private static final Pattern IS_NEXT = Pattern.compile(
            ";\\s*rel\\s*=\\s*(?:\"(?:[^\"]*\\s)?next(?:\\s[^\"]*)?\"|next\\b)", Pattern.CASE_INSENSITIVE);

    private final Endpoints endpoints;

    NextLink(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * Where the page at {@code asked}, a canonical URL, goes on.
     *
     * @param headers values of the answer's Link headers
     */
    Next read(HttpUrl asked, List<String> headers) {
        return next(headers).map(reference -> follow(asked, reference)).orElseGet(Next.End::new);
    }

    private static Optional<String> next(List<String> headers) {
        for (String header : headers) {
            for (Matcher link = LINK.matcher(header); link.find(); ) {
                if (IS_NEXT.matcher(link.group(2)).find()) {
                    return Optional.of(link.group(1));
                }
            }
        }
        return Optional.empty();
    }

    private Next follow(HttpUrl asked, String reference) {
        Optional<HttpUrl> url = endpoints
                .resolveOnSameHost(asked, reference)
                .filter(next -> next.encodedPath().equals(asked.encodedPath()));
        if (url.isEmpty() || url.get().toString().length() > Cursor.MAX_LENGTH) {
            return new Next.Refused("the next page is not a page of " + asked.host() + asked.encodedPath() + ": "
                    + reference.substring(0, Math.min(reference.length(), 200)));
        }
        return new Next.Page(new Cursor(url.get().toString()));
    }
}
