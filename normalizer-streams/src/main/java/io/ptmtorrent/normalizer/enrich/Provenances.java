package io.ptmtorrent.normalizer.enrich;

import io.ptmtorrent.avro.Provenance;
import java.util.ArrayList;
import java.util.List;

/** Collects where derived values come from. Not for several threads. */
public final class Provenances {
    /** As it stands in the source. */
    public static final String COPIED = "copied";

    /** The first of several. */
    public static final String FIRST = "first-of";

    /** That it is there at all. */
    public static final String PRESENT = "present";

    /** Out of the names of files. */
    public static final String FILE_NAMES = "file-names";

    private final List<Provenance> entries = new ArrayList<>(10);

    /**
     * Adds one; each field once.
     *
     * @param field name of the field in the Model
     * @param source field path in the source
     */
    public void add(String field, String source, String method) {
        int place = entries.size();
        while (place > 0 && entries.get(place - 1).getField().compareTo(field) > 0) {
            place--;
        }
        entries.add(place, new Provenance(field, source, method));
    }

    /** Sorted by field. */
    public List<Provenance> sorted() {
        return entries;
    }
}
