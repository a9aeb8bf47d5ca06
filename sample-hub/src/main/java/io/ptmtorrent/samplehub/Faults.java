package io.ptmtorrent.samplehub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is to go wrong with the listing, with trees and with files.
 *
 * <p>As text, separated by commas, with the names of {@link FaultKind}:
 *
 * <pre>
 * NAME=PAGE                  a page of the listing, from 1               html-page=3
 * tree-NAME=MODEL[.PAGE]     a model's tree, by the model's number       tree-429=12@2, tree-cut=12.3
 * file-NAME=MODEL[.PLACE]    a model's files, by place in the truth      file-cut=12.4, file-redirect-away=7.0@http://10.0.0.1/
 * </pre>
 *
 * A MODEL may be {@code *}, for each. The place may be followed by {@code xTIMES}, and by {@code @ARGUMENT}; NAME by {@code
 * -once} or {@code -always}. Without these, faults of an answer strike once and faults of the data (rows, cursor, bytes)
 * every time: {@code bad-row=5,bad-row-once=6,5xx=10x3,slow=12@500,tree-many-files=7@50000,file-wrong-bytes-once=*}.
 *
 * <p>Of a file, status 429 and redirects come where it is asked for, all else where its bytes come from, which for a large
 * file is the other host.
 *
 * <p>Row faults add a row and never take one away, so the {@link SampleHubTruth} does not depend on faults; it does on
 * {@code tree-many-files} and {@code tree-heavy-file}. The added rows that have an id are called {@code sample-faults/...}.
 *
 * @param list in the order in which they are applied to an answer
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

    /** These and one more of the listing. */
    public Faults and(FaultKind kind, int page, int times, String argument) {
        return and(new Fault(kind, page, times, argument));
    }

    /** These and one more. */
    public Faults and(Fault fault) {
        List<Fault> more = new ArrayList<>(list);
        more.add(fault);
        return new Faults(more);
    }

    /** What files some models have besides, by number. */
    Map<Integer, Extras> extras() {
        return list.stream()
                .filter(fault -> !fault.extras().equals(Extras.NONE))
                .collect(Collectors.toMap(Fault::number, Fault::extras, Extras::and));
    }
}
