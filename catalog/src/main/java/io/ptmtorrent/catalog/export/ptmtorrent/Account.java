package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what the 2023 schemas could not hold of one hub, by field; not for several threads.
 *
 * <p>Two kinds: a required text that the hub does not have was written as {@code ""}; a value that the schema refuses (an
 * enum of 2023, a form) was left out.
 */
final class Account {
    private final Map<String, Long> empty = new TreeMap<>();
    private final Map<String, Long> leftOut = new TreeMap<>();

    /** {@code ""} was written in the place of a text that is not known. */
    void empty(String field) {
        empty.merge(field, 1L, Long::sum);
    }

    /** A value was not written. */
    void leftOut(String field) {
        leftOut.merge(field, 1L, Long::sum);
    }

    /** Writes both, sorted by field. */
    void writeTo(ObjectNode json) {
        write(empty, json.putObject("writtenAsEmptyText"));
        write(leftOut, json.putObject("leftOut"));
    }

    private static void write(Map<String, Long> counts, ObjectNode json) {
        counts.forEach(json::put);
    }
}
