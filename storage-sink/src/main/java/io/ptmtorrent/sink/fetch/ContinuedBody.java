package io.ptmtorrent.sink.fetch;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import okio.Buffer;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file's bytes, read on from where a connection broke.
 *
 * <pre>
 *   read ─► broken ─► ask for the rest, if the file is still the same ─► 206 from there ─► read
 *                                                                    └─► anything else: the failure stands
 * </pre>
 *
 * <p>Asked with {@code Range} and {@code If-Range} (RFC 9110, sections 13.1.5 and 14.2), so only where the first answer had
 * a strong entity tag. A host gives up nothing by breaking off often as long as something comes each time. For one
 * thread.
 */
final class ContinuedBody implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(ContinuedBody.class);
    private static final int PARTIAL = 206;
    private static final int MOST_BARREN = 4;
    private static final long WORTH = 1 << 20;
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    private final Continuation continuation;
    private final @Nullable String tag;
    private Response current;
    private long offset;
    private long begun;
    private int barren;

    /** Asks for a file's bytes from an offset on, if it still has the entity tag. */
    @FunctionalInterface
    interface Continuation {
        Response from(long offset, String tag) throws IOException;
    }

    ContinuedBody(Response first, Continuation continuation) {
        this(first, 0, continuation);
    }

    /** @param offset of the answer's first byte in the file */
    ContinuedBody(Response first, long offset, Continuation continuation) {
        this.continuation = continuation;
        this.current = first;
        this.offset = offset;
        this.begun = offset;
        this.tag = ETags.strong(first.header("ETag"));
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        while (true) {
            try {
                long read = current.body().source().read(sink, byteCount);
                offset += Math.max(read, 0);
                return read;
            } catch (IOException e) {
                goOn(e);
            }
        }
    }

    /** Returns with the rest of the file to be read, or throws the failure. */
    private void goOn(IOException failure) throws IOException {
        barren = offset - begun >= WORTH ? 0 : barren + 1;
        if (tag == null
                || offset == 0
                || barren > MOST_BARREN
                || Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        current.close();
        begun = offset;
        try {
            current = continuation.from(offset, tag);
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
        if (!goesOn(current)) {
            current.close();
            throw failure;
        }
        LOG.atDebug().addKeyValue("bytes", offset).log("a connection broke, the file goes on: {}", failure.toString());
    }

    private boolean goesOn(Response answer) {
        String said = answer.header("ETag");
        boolean same = said == null || said.equals(tag);
        return answer.code() == PARTIAL && same && startsAt(answer, offset);
    }

    /** Whether an answer's bytes are those of the file from an offset on. */
    static boolean startsAt(Response answer, long offset) {
        OptionalLong from = start(answer.header("Content-Range", ""));
        return from.isPresent() && from.getAsLong() == offset;
    }

    private static OptionalLong start(String range) {
        Matcher matcher = RANGE.matcher(range);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    @Override
    public Timeout timeout() {
        return current.body().source().timeout();
    }

    @Override
    public void close() {
        current.close();
    }
}
