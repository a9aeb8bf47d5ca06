package io.ptmtorrent.samplehub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is to go wrong with the listing.
 *
 * <p>As text: {@code NAME=PAGE}, separated by commas, with the names of {@link FaultKind}. {@code PAGE} may be followed by
 * {@code xTIMES}, and by {@code @ARGUMENT}; {@code NAME} by {@code -once} or {@code -always}. Without these, faults of an
 * answer strike once and faults of the data (rows, cursor) every time: {@code
 * html-page=3,bad-row=5,bad-row-once=6,5xx=10x3,slow=12@500,redirect-away=4@http://127.0.0.1:1/}.
 *
 * <p>Row faults add a row and never take one away, so the {@link SampleHubTruth} does not depend on faults. The added
 * rows that have an id are called {@code sample-faults/...}.
 *
 * @param list in the order in which they are applied to a page
 */
public record Faults(List<Fault> list) {
    /** Copies the list. */
    public Faults {
        list = List.copyOf(list);
    }

    /** Nothing goes wrong. */
    public static Faults none() {
        return new Faults(List.of());
    }

    /** Reads the text form; a blank text is no faults, a wrong one an IllegalArgumentException. */
    public static Faults parse(String spec) {
        return new Faults(Arrays.stream(spec.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(Fault::parse)
                .toList());
    }

    /** These and one more. */
    public Faults and(FaultKind kind, int page, int times, String argument) {
        List<Fault> more = new ArrayList<>(list);
        more.add(new Fault(kind, page, times, argument));
        return new Faults(more);
    }
}
