package io.ptmtorrent.local;

import io.ptmtorrent.local.run.LocalReport;
import java.io.PrintWriter;
import java.util.Locale;

/** What a run did, for people. */
final class ReportText {
    private ReportText() {}

    /** Whether it went well, after how long, and a line a hub. */
    static void hubs(LocalReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s after %.1f s%n",
                report.failed() == null ? "Done" : "Not done (" + report.failed() + ")",
                report.seconds());
        report.hubs()
                .forEach((hub, counts) -> out.printf(
                        Locale.ROOT,
                        "  %s: %,d rows listed in %,d requests; %,d models known, %,d updates in this run; %,d errors%n",
                        hub,
                        counts.listed(),
                        counts.requests(),
                        counts.models(),
                        counts.updates(),
                        counts.errors()));
    }

    /** How many dead letters there are, and where; nothing where there are none. */
    static void deadLetters(LocalReport report, String prefix, PrintWriter out) {
        if (report.deadLetters() > 0) {
            out.printf(
                    Locale.ROOT,
                    "  %,d things could not be used as they came (rows, pages, files); topic %sdead-letters says why%n",
                    report.deadLetters(),
                    prefix);
        }
    }
}
