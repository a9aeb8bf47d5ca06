package io.ptmtorrent.sink.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large the parts of an object are (Amazon S3 User Guide, "multipart upload limits", November 2026: at most 10,000
 * parts of 5 MiB to 5 GiB, the last may be smaller; one copy request takes up to 5 GiB). Pure.
 *
 * @param least bytes of a part
 * @param parts a file of known size has at most so many
 * @param wholeCopy the largest object that one request copies
 * @param copyPart bytes of a copied part, at least
 */
record PartSizes(long least, int parts, long wholeCopy, long copyPart) {
    /** Room is left below S3's 10,000. */
    static final PartSizes USUAL = new PartSizes(8L << 20, 9_000, 5L << 30, 1L << 30);

    /** Where the size is not known, parts double after as many. */
    private static final int ALIKE = 1_000;

    /** Bytes {@code from} to {@code to}, the last one left out. */
    record Range(long from, long to) {
        /** As HTTP and S3 write it. */
        String header() {
            return "bytes=" + from + "-" + (to - 1);
        }
    }

    /** Every part's size but the last one's; an object of up to two smallest parts is one. */
    long of(long size) {
        return size <= 2 * least ? Math.max(size, 1) : Math.max(least, ceiling(size, parts));
    }

    /**
     * Room for the next part.
     *
     * @param size of the object; null where unknown
     * @param written bytes before it
     * @param before parts before it
     * @param most that may be had
     */
    long next(@Nullable Long size, long written, int before, long most) {
        if (size == null || written >= size) {
            return Math.min(most, least << Math.min(before / ALIKE, 9));
        }
        return Math.min(of(size), size - written);
    }

    /** What one request each copies of an object too large for one. */
    List<Range> copies(long size) {
        long part = Math.max(copyPart, ceiling(size, parts));
        List<Range> ranges = new ArrayList<>();
        for (long from = 0; from < size; from += part) {
            ranges.add(new Range(from, Math.min(size, from + part)));
        }
        return ranges;
    }

    private static long ceiling(long size, long parts) {
        return (size + parts - 1) / parts;
    }
}
