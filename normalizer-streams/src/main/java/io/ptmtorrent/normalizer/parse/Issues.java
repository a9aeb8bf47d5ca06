package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.Issue;
import java.util.ArrayList;
import java.util.List;

/** Collects what could not be read as meant, in the order met. Not for several threads. */
final class Issues {
    /** As the schema promises of {@code Model.issues}. */
    static final int MOST = 100;

    private final List<Issue> found = new ArrayList<>(0);
    private int more;

    /**
     * @param field path of the field in the source
     * @param problem what was wrong, without the value: a counter in it would make every crawl a change
     */
    void add(String field, String problem) {
        if (found.size() < MOST) {
            found.add(new Issue(field, problem));
        } else {
            more++;
        }
    }

    /** At most {@link #MOST}; where there were more, the last one counts them. */
    List<Issue> toList() {
        if (more > 0) {
            Issue last = found.removeLast();
            found.add(new Issue(last.getField(), last.getProblem() + "; and " + more + " more issues"));
            more = 0;
        }
        return found;
    }
}
