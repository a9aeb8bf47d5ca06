package io.ptmtorrent.local.replay;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant.
 *
 * @param reasons empty for all
 * @param hubs empty for all, those that name no hub among them
 * @param since when they were met, at the earliest; null for all
 */
public record LetterChoice(
        Set<DeadLetterReason> reasons,
        Set<String> hubs,
        @Nullable Instant since) {
    public LetterChoice {
        reasons = Set.copyOf(reasons);
        hubs = Set.copyOf(hubs);
    }

    boolean takes(DeadLetter letter) {
        return (reasons.isEmpty() || reasons.contains(letter.getReason()))
                && (hubs.isEmpty() || hubs.contains(String.valueOf(letter.getHub())))
                && (since == null || !letter.getAt().isBefore(since));
    }
}
