package io.ptmtorrent.local;

import io.ptmtorrent.local.run.LocalConfig;
import io.ptmtorrent.local.run.LocalReport;
import io.ptmtorrent.local.run.LocalRun;
import io.ptmtorrent.local.run.Plan;
import io.ptmtorrent.local.run.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

/** Runs {@code local}'s pipeline for a command, from its settings to the summary on stdout. */
final class LocalSession {
    private LocalSession() {}

    /** Says what the crawl would cost; returns the exit code. */
    static int plan(Terminal terminal, LocalConfig config, long knownModels) throws IOException {
        Plan plan = Plan.of(config.http(), config.limit(), knownModels);
        terminal.out().print(plan.text(config.http(), config.data(), freeBytes(config.data())));
        terminal.out().flush();
        return 0;
    }

    /** Runs until idle or Ctrl-C and prints the summary. */
    static LocalReport run(Terminal terminal, LocalConfig config) throws IOException, InterruptedException {
        Clock clock = Clock.systemUTC();
        Progress progress = new Progress(terminal.err(), terminal.interactive(), clock);
        LocalRun run = new LocalRun(config, progress, clock, Logs::toFolder);
        try (StopSignal signal = StopSignal.listen()) {
            signal.onStop(run::stop);
            LocalReport report = run.run();
            summary(report, config, terminal.out());
            return report;
        }
    }

    private static void summary(LocalReport report, LocalConfig config, PrintWriter out) {
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
        if (report.deadLetters() > 0) {
            out.printf(
                    Locale.ROOT,
                    "  %,d rows or pages could not be used; topic %sdead-letters says why%n",
                    report.deadLetters(),
                    config.contents().prefix());
        }
        out.println("Data: " + config.data());
        out.flush();
    }

    private static long freeBytes(Path data) throws IOException {
        Path folder = data.toAbsolutePath().normalize();
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return Files.getFileStore(folder).getUsableSpace();
    }
}
