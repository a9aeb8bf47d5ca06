package io.ptmtorrent.crawler.hub.huggingface;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.HubReject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a page, a JSON array, into the exact bytes of its elements.
 *
 * <p>It looks at strings, escapes and brackets alone (RFC 8259): a bad token inside a row spoils that row and no other. A
 * closing bracket closes what it fits to; one that fits to nothing is part of the row. A row that does not end at all
 * (a bracket or quote is missing) ends before the next thing that looks like a row's beginning, if what was read of it
 * cannot be the beginning of JSON, and if from there the page can be taken apart to its very end: what merely looks like
 * a row inside one that was cut off, whoever wrote it, cannot pass for one. Else, from the first byte where nothing can
 * be delimited, all that follows is one rest.
 *
 * <pre>
 *   [ {row} , {row} , {ro                 rows: 2, rest: "{ro"
 *   [ {row} , {[} , {"_id":row} ]         rows: 3, of which "{[}" is no JSON
 * </pre>
 */
final class RowSplitter {
    /** Deeper rows are nobody's metadata; keeps the search for a fitting bracket short. */
    private static final int MAX_DEPTH = 10_000;

    /** How often a page is searched for another row's beginning: each try may read it to its end. */
    private static final int MAX_TRIES = 64;

    private static final byte[] ROW_MARK = "\"_id\"".getBytes(StandardCharsets.US_ASCII);

    /**
     * A page in pieces.
     *
     * @param rows exact bytes, without the white space around them
     * @param rest what could not be delimited; null where the array ended as it should
     */
    record Split(List<ByteBuffer> rows, @Nullable HubReject rest) {}

    private final byte[] page;
    private final int end;
    private final List<ByteBuffer> rows = new ArrayList<>();

    /** Open brackets of the element at hand: set for a curly one, clear for a square one. */
    private final BitSet curly = new BitSet();

    private final int[] triesLeft;
    private int depth;

    /** Whether the element at hand cannot be JSON, however it goes on. */
    private boolean malformed;

    private int at;

    private RowSplitter(byte[] page, int at, int end, int[] triesLeft) {
        this.page = page;
        this.at = at;
        this.end = end;
        this.triesLeft = triesLeft;
    }

    /** Splits {@code body}, which must have an array; the rows share it. */
    static Split split(ByteBuffer body) {
        int start = body.arrayOffset() + body.position();
        int end = body.arrayOffset() + body.limit();
        return new RowSplitter(body.array(), start, end, new int[] {MAX_TRIES}).split();
    }

    private Split split() {
        int start = at;
        skipSpace();
        if (at == end) {
            return restFrom(start, DeadLetterReason.TRUNCATED, "the page is empty");
        }
        if (page[at] != '[') {
            boolean json = page[at] == '{' || page[at] == '"';
            return json
                    ? restFrom(start, DeadLetterReason.NOT_A_LISTING, "the page is JSON, but no array")
                    : restFrom(start, DeadLetterReason.NOT_JSON, "the page is not JSON");
        }
        at++;
        skipSpace();
        return at < end && page[at] == ']' ? closed() : elements();
    }

    private Split elements() {
        while (true) {
            skipSpace();
            int start = at;
            boolean shallow = skipElement();
            if (!shallow || at == end) {
                return resumedAfter(start, shallow);
            }
            int stop = withoutSpace(start, at);
            rows.add(slice(start, stop));
            if (page[at] == ']') {
                return closed();
            }
            at++;
        }
    }

    /** Goes to the comma or bracket that ends the element, or to the end; false where it is nested too deep. */
    private boolean skipElement() {
        depth = 0;
        malformed = false;
        for (; at < end; at++) {
            byte c = page[at];
            if (c == '"') {
                skipString();
                if (at == end) {
                    depth = 1;
                    return true;
                }
            } else if (depth == 0 && (c == ',' || c == ']')) {
                return true;
            } else if (isBracket(c) && !nest(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBracket(byte c) {
        return c == '{' || c == '}' || c == '[' || c == ']';
    }

    private boolean nest(byte bracket) {
        switch (bracket) {
            case '{' -> curly.set(depth++);
            case '[' -> curly.clear(depth++);
            case '}' -> close(curly.previousSetBit(depth - 1));
            default -> close(curly.previousClearBit(depth - 1));
        }
        return depth <= MAX_DEPTH;
    }

    private void close(int fitting) {
        malformed |= fitting != depth - 1;
        if (fitting >= 0) {
            depth = fitting;
        }
    }

    /** From an opening quote to its closing one, or to the end. */
    private void skipString() {
        for (at++; at < end && page[at] != '"'; at++) {
            if (page[at] == '\\') {
                at++;
            }
        }
        at = Math.min(at, end);
        malformed |= at + 1 < end && !mayFollowString(page[at + 1]);
    }

    private static boolean mayFollowString(byte c) {
        return c == ',' || c == ':' || c == '}' || c == ']' || isSpace(c);
    }

    /** A row has no end: goes on at the first beginning of a row from where the page is whole to its end. */
    private Split resumedAfter(int start, boolean shallow) {
        boolean atEnd = depth == 0;
        int comma = malformed ? nextRow(start) : end;
        while (comma < end && triesLeft[0]-- > 0) {
            Split tail = new RowSplitter(page, comma + 1, end, triesLeft).elements();
            if (tail.rest() == null) {
                rows.add(slice(start, withoutSpace(start, comma)));
                rows.addAll(tail.rows());
                return new Split(rows, null);
            }
            comma = nextRow(comma + 1);
        }
        return shallow
                ? cutOff(start, atEnd)
                : restFrom(start, DeadLetterReason.NOT_JSON, "nested more than " + MAX_DEPTH + " deep");
    }

    /** Where, from {@code from} on, a comma stands before <code>{"_id"</code>; the end where nowhere. */
    private int nextRow(int from) {
        for (int mark = from; mark + ROW_MARK.length <= end; mark++) {
            if (page[mark] == '"' && Arrays.equals(page, mark, mark + ROW_MARK.length, ROW_MARK, 0, ROW_MARK.length)) {
                int brace = withoutSpace(from, mark) - 1;
                int comma = brace > from && page[brace] == '{' ? withoutSpace(from, brace) - 1 : end;
                if (comma < end && comma >= from && page[comma] == ',') {
                    return comma;
                }
            }
        }
        return end;
    }

    /** The page ended inside the array: an object that was closed is whole all the same. */
    private Split cutOff(int start, boolean atEnd) {
        int stop = withoutSpace(start, end);
        if (atEnd && stop > start && page[stop - 1] == '}') {
            rows.add(slice(start, stop));
            return restFrom(end, DeadLetterReason.TRUNCATED, "the page ends without its closing bracket");
        }
        return restFrom(start, DeadLetterReason.TRUNCATED, "the page ends in the middle of a row");
    }

    private Split closed() {
        at++;
        int after = at;
        skipSpace();
        return at == end
                ? new Split(rows, null)
                : restFrom(after, DeadLetterReason.NOT_JSON, "something follows the page's closing bracket");
    }

    private Split restFrom(int start, DeadLetterReason reason, String message) {
        return new Split(rows, new HubReject(reason, message, slice(start, end)));
    }

    private ByteBuffer slice(int start, int stop) {
        return ByteBuffer.wrap(page, start, stop - start).slice();
    }

    private void skipSpace() {
        while (at < end && isSpace(page[at])) {
            at++;
        }
    }

    private int withoutSpace(int start, int stop) {
        int last = stop;
        while (last > start && isSpace(page[last - 1])) {
            last--;
        }
        return last;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
