package io.ptmtorrent.local;

import io.ptmtorrent.local.run.LocalReport;
import io.ptmtorrent.local.run.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run did, for people. */
final class ReportText {
    private ReportText() {}

    /** Whether it went well, after how long, a line a hub, and what is left of quotas. */
    static void hubs(LocalReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s after %.1f s%n",
                report.failed() == null ? "Done" : "Not done (" + report.failed() + ")",
                report.seconds());
        report.hubs().forEach((hub, counts) -> hub(hub, counts, out));
        report.budgets().forEach(budget -> out.println("  quota " + Progress.budget(budget)));
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

    private static void hub(String hub, LocalReport.HubCounts counts, PrintWriter out) {
        Double each = counts.requestsPerModel();
        Double lag = counts.lagSeconds();
        out.printf(
                Locale.ROOT,
                "  %s: %,d rows listed in %,d requests%s; %,d models known%s, %,d updates in this run; %,d errors%s%n",
                hub,
                counts.listed(),
                counts.requests(),
                each == null ? "" : String.format(Locale.ROOT, " (%.4f a model)", each),
                counts.models(),
                lag == null ? "" : String.format(Locale.ROOT, " as of %,.0f s ago", lag),
                counts.updates(),
                counts.errors(),
                kinds(counts.errorsByKind()) + kinds(counts.requestFailures(), " requests"));
    }

    private static String kinds(Map<String, Long> counts) {
        return kinds(counts, "");
    }

    private static String kinds(Map<String, Long> counts, String what) {
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(kind -> kind.getValue() + " " + kind.getKey() + what)
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
