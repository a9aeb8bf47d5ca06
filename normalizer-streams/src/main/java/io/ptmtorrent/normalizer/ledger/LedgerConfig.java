package io.ptmtorrent.normalizer.ledger;

import java.time.Duration;

/**
 * How the ledger asks and answers.
 *
 * @param creditSmall requests of the small lane under way at most, in each partition and host
 * @param creditLarge the same for the large lane
 * @param step requests sent, and waiters answered, in one go; a transaction ends after 10 s, so a step must be short
 * @param every time between two steps
 * @param patience a request is sent again after this time and the transfer's
 * @param bytesPerSecond what a transfer is counted with
 * @param backoff shortest wait after something that may work later; doubled by every try, up to an hour
 * @param tries after so many a source is done with
 * @param retryAfter a source that failed so long ago is tried again when a model wants the file again
 */
public record LedgerConfig(
        int creditSmall,
        int creditLarge,
        int step,
        Duration every,
        Duration patience,
        long bytesPerSecond,
        Duration backoff,
        int tries,
        Duration retryAfter) {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration LATEST = Duration.ofDays(1);

    /** Enough for a millisecond to become the longest wait. */
    private static final int DOUBLINGS = 22;

    /** What a transfer of unknown size is counted with, bytes. */
    private static final long UNKNOWN_SIZE = 10_000_000_000L;

    public LedgerConfig {
        positive("normalizer.ledger.credit.small", creditSmall);
        positive("normalizer.ledger.credit.large", creditLarge);
        positive("normalizer.ledger.step", step);
        positive("normalizer.ledger.every.ms", every.toMillis());
        positive("normalizer.ledger.patience.ms", patience.toMillis());
        positive("normalizer.ledger.bytes.per.second", bytesPerSecond);
        positive("normalizer.ledger.backoff.ms", backoff.toMillis());
        positive("normalizer.ledger.tries", tries);
        positive("normalizer.ledger.retry.after.ms", retryAfter.toMillis());
    }

    /** Requests of a lane that may be under way. */
    int credit(Pool pool) {
        return pool.large() ? creditLarge : creditSmall;
    }

    /** When a request sent {@code now} is sent again; {@code size} in bytes, negative where it is unknown. */
    long deadline(long now, long size) {
        long bytes = size < 0 ? UNKNOWN_SIZE : size;
        return now + patience.toMillis() + Math.round(1_000.0 * bytes / bytesPerSecond);
    }

    /**
     * When something that did not work is tried again.
     *
     * @param tries how often it was put off before
     * @param named when it may work, as the host says; a day from now at most
     */
    long retryAt(long now, int tries, long named) {
        long wait = Math.min(LONGEST.toMillis(), backoff.toMillis() << Math.min(tries, DOUBLINGS));
        return Math.max(Math.min(named, now + LATEST.toMillis()), now + wait);
    }

    /** The latest time that a host may name for all its requests. */
    long longestPause(long now) {
        return now + LONGEST.toMillis();
    }

    private static void positive(String key, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + ": " + value + "; allowed are 1 and more");
        }
    }
}
