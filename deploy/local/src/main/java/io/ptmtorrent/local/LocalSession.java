package io.ptmtorrent.local;

import io.ptmtorrent.local.plan.CrawlPlan;
import io.ptmtorrent.local.run.FileChoice;
import io.ptmtorrent.local.run.LocalConfig;
import io.ptmtorrent.local.run.LocalReport;
import io.ptmtorrent.local.run.LocalRun;
import io.ptmtorrent.local.run.Progress;
import io.ptmtorrent.sink.store.ObjectStores;
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
    static int plan(Terminal terminal, LocalConfig config, CrawlPlan plan) throws IOException {
        terminal.out().print(plan.text(config.http(), config.files()));
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "  %-11s about %.1f GB for topics in %s, where %.1f GB are free%n",
                        "disk",
                        plan.diskBytes() / 1e9,
                        config.data().toAbsolutePath().normalize(),
                        freeBytes(config.data()) / 1e9);
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
            summary(report, config, run.files(), terminal.out());
            return report;
        }
    }

    private static void summary(LocalReport report, LocalConfig config, FileChoice wanted, PrintWriter out) {
        ReportText.hubs(report, out);
        if (wanted.wantsFiles()) {
            files(report, wanted, out);
        }
        ReportText.deadLetters(report, config.contents().prefix(), out);
        if (wanted.wantsFiles()) {
            out.println("Objects: " + objects(config) + ": blobs by sha256, a manifest a package");
        }
        out.println("Data: " + config.data());
        out.flush();
    }

    /** What became of the files, each number with what it means. */
    private static void files(LocalReport report, FileChoice wanted, PrintWriter out) {
        LocalReport.Files files = report.files();
        out.printf(
                Locale.ROOT,
                "  packages: %,d of %,d complete: every file that the policy (%s) wants is stored or accounted for%n",
                report.packages().complete(),
                report.packages().total(),
                wanted);
        long untold = report.packages().total() - report.packages().complete();
        if (report.failed() == null && untold > 0) {
            row(out, untold, "without a list of files: hub or repository does not tell it; ptm.packages says why");
        }
        out.printf(Locale.ROOT, "  files wanted: %,d%n", files.wanted());
        row(out, files.stored(), "stored: fetched, checked against the hub's digest, then made visible");
        row(out, files.deduplicated(), "deduplicated: the same bytes are in the store already; no request");
        row(out, files.failed(), "failed: the host gave other bytes than the hub announced; nothing was kept");
        row(out, files.unavailable(), "unavailable: the host does not have them, or would not give them");
        row(out, files.gated(), "gated: need an agreement with their owner; not asked for without a token");
        if (files.unverified() > 0) {
            row(out, files.unverified(), "of the stored ones checked by no digest: the hub announced none");
        }
        out.printf(
                Locale.ROOT,
                "  bytes: %,d fetched in this run; the store holds %,d, each content once%n",
                report.bytes().fetched(),
                report.bytes().stored());
    }

    private static void row(PrintWriter out, long count, String meaning) {
        out.printf(Locale.ROOT, "  %,9d %s%n", count, meaning);
    }

    private static long freeBytes(Path data) throws IOException {
        Path folder = data.toAbsolutePath().normalize();
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return Files.getFileStore(folder).getUsableSpace();
    }

    /** Where objects stand: a folder, or a bucket. */
    private static String objects(LocalConfig config) {
        return ObjectStores.place(config.kafka().clients(), config.data().resolve("objects"));
    }
}
