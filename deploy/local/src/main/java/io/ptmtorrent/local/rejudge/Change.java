package io.ptmtorrent.local.rejudge;

import io.ptmtorrent.avro.InspectionVerdict;
import java.util.Comparator;

/** A verdict, and the one that other rules make of the same report. */
public record Change(InspectionVerdict before, InspectionVerdict after) implements Comparable<Change> {
    private static final Comparator<Change> ORDER =
            Comparator.comparing(Change::before).thenComparing(Change::after);

    @Override
    public int compareTo(Change other) {
        return ORDER.compare(this, other);
    }
}
