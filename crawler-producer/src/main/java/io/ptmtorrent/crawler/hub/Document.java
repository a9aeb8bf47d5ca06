package io.ptmtorrent.crawler.hub;

import java.time.Instant;
import java.util.Date;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What became of asking for a document. */
public sealed interface Document {
    /** What was asked, without secrets. */
    String url();

    /** All of it. */
    record Read(String url, Headers headers, ByteString body) implements Document {}

    /** It is what the asker said that it has already. */
    record Unchanged(String url, Headers headers) implements Document {}

    /**
     * It is not there, or not for us.
     *
     * @param status 0 where nothing was sent
     * @param reason for people: what was asked, what came back
     */
    record Missing(String url, int status, String reason) implements Document {}

    /** It is there, and longer than wanted. */
    record TooLong(String url, String reason, ByteString head) implements Document {}

    /** The server's own time; null where it did not say. */
    static @Nullable Instant clock(Headers headers) {
        Date date = headers.getDate("Date");
        return date == null ? null : date.toInstant();
    }
}
