package io.ptmtorrent.local.run;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Shows how far the work is: a line a second that replaces itself on a terminal, a line every ten seconds elsewhere.
 *
 * <p>For one thread.
 */
public final class Progress {
    private static final Duration TERMINAL_STEP = Duration.ofSeconds(1);
    private static final Duration LOG_STEP = Duration.ofSeconds(10);
    static final int WIDTH = 110;

    private final PrintWriter err;
    private final boolean terminal;
    private final Clock clock;
    private Instant next;
    private boolean lineOpen;

    /** @param terminal whether a line may replace the one before */
    public Progress(PrintWriter err, boolean terminal, Clock clock) {
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
        next = clock.instant().plus(step());
    }

    /** True where a line replaces the one before, and must not be longer than a terminal's. */
    boolean isBrief() {
        return terminal;
    }

    /** True when it is time for the next line. */
    public boolean due() {
        return !clock.instant().isBefore(next);
    }

    /** Shows {@code line}, replacing the one before on a terminal. */
    public void show(String line) {
        next = clock.instant().plus(step());
        if (terminal) {
            err.print("\r" + fitted(line));
            lineOpen = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Shows that so many records were looked at, when it is time. */
    public void records(long looked) {
        if (due()) {
            show(String.format(Locale.ROOT, "records: %,d looked at", looked));
        }
    }

    /** Ends the line that would be replaced. */
    public void end() {
        if (lineOpen) {
            err.println();
            err.flush();
            lineOpen = false;
        }
    }

    /** For example {@code huggingface: listed 12,000, models 11,998, updates 12, 1,200 rows/s, errors 2}. */
    static String line(String hub, LocalReport.HubCounts counts, long rowsPerSecond) {
        return String.format(
                Locale.ROOT,
                "%s: listed %,d, models %,d, updates %,d, %,d rows/s, errors %,d",
                hub,
                counts.listed(),
                counts.models(),
                counts.updates(),
                rowsPerSecond,
                counts.errors());
    }

    /** For example {@code files 120 of 400, 12.3 MB fetched, packages 30 of 100}. */
    static String files(LocalReport.Files files, LocalReport.Bytes bytes, LocalReport.Packages packages) {
        return String.format(
                Locale.ROOT,
                "files %,d of %,d, %,.1f MB fetched, packages %,d of %,d",
                files.accountedFor(),
                files.wanted(),
                bytes.fetched() / 1e6,
                packages.complete(),
                packages.total());
    }

    /** For example {@code huggingface.co api: 420 of 500 left for 120 s}. */
    public static String budget(LocalReport.Budget budget) {
        String of = budget.quota() == null ? "" : String.format(Locale.ROOT, " of %,d", budget.quota());
        return String.format(
                Locale.ROOT,
                "%s%s: %,d%s left for %,d s",
                budget.host(),
                budget.bucket().isEmpty() ? "" : " " + budget.bucket(),
                budget.left(),
                of,
                budget.resetSeconds());
    }

    private Duration step() {
        return terminal ? TERMINAL_STEP : LOG_STEP;
    }

    private static String fitted(String line) {
        String cut = line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
        return cut + " ".repeat(WIDTH - cut.length());
    }
}
