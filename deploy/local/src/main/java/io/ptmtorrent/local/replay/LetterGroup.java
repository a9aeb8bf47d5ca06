package io.ptmtorrent.local.replay;

import io.ptmtorrent.avro.DeadLetterReason;
import java.util.Comparator;

/**
 * Letters that are counted together.
 *
 * @param hub name, or {@code null} as text where a letter names none
 */
public record LetterGroup(String hub, DeadLetterReason reason) implements Comparable<LetterGroup> {
    private static final Comparator<LetterGroup> ORDER =
            Comparator.comparing(LetterGroup::hub).thenComparing(LetterGroup::reason);

    @Override
    public int compareTo(LetterGroup other) {
        return ORDER.compare(this, other);
    }
}
