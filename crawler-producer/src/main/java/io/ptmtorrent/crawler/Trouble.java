package io.ptmtorrent.crawler;

import io.ptmtorrent.http.HostDownException;
import io.ptmtorrent.http.NotBeforeException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a page was asked for in vain, and when it is asked for again.
 *
 * @param tries failed ones in a row; 0 where all is well
 * @param since when the first of them failed, put off by every wait that the hub itself named
 * @param until not asked again before
 * @param reason what failed last, for people
 */
record Trouble(int tries, Instant since, Instant until, String reason) {
    static final Trouble NONE = new Trouble(0, Instant.MIN, Instant.MIN, "");

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 20;

    /**
     * One more failed try: waits until the time that the hub named, else twice as long as before, at most a minute.
     *
     * <p>Only a time that the hub itself named puts the end of patience off: a dead host, which is left alone until a time
     * of ours, ends the run like one that fails each time.
     *
     * @param jitter from 0 to 1; a wait is shortened by at most its half
     */
    Trouble after(IOException failure, Duration firstBackoff, double jitter, Instant now) {
        Instant began = tries == 0 ? now : since;
        String what = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (failure instanceof NotBeforeException named && named.notBefore().isAfter(now)) {
            Duration wait = Duration.between(now, named.notBefore());
            Instant counted = named instanceof HostDownException ? began : began.plus(wait);
            return new Trouble(tries + 1, counted, named.notBefore(), what);
        }
        return new Trouble(tries + 1, began, now.plus(backoff(firstBackoff, jitter)), what);
    }

    boolean isOver(CrawlerConfig config, Instant now) {
        return tries >= config.giveUpTries() || !now.isBefore(since.plus(config.giveUpAfter()));
    }

    private Duration backoff(Duration first, double jitter) {
        Duration grown = first.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS));
        Duration wait = grown.compareTo(LONGEST_WAIT) < 0 ? grown : LONGEST_WAIT;
        return wait.minus(Duration.ofMillis((long) (wait.toMillis() / 2.0 * jitter)));
    }
}
