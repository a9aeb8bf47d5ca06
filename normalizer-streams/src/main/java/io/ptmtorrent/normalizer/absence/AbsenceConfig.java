package io.ptmtorrent.normalizer.absence;

import java.time.Duration;

/**
 * How models that a complete run did not list are asked for.
 *
 * @param credit requests under way at most, in each partition and hub
 * @param step models looked at in one go; a transaction ends after 10 s, so a step must be short
 * @param every time between two steps
 * @param unanswered after this time a request is sent again
 */
public record AbsenceConfig(int credit, int step, Duration every, Duration unanswered) {
    public AbsenceConfig {
        positive("normalizer.absence.credit", credit);
        positive("normalizer.absence.step", step);
        positive("normalizer.absence.every.ms", every.toMillis());
        positive("normalizer.absence.unanswered.ms", unanswered.toMillis());
    }

    private static void positive(String key, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + ": " + value + "; allowed are 1 and more");
        }
    }
}
