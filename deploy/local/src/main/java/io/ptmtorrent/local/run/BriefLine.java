package io.ptmtorrent.local.run;

import io.ptmtorrent.local.run.LocalReport.Bytes;
import io.ptmtorrent.local.run.LocalReport.Files;
import io.ptmtorrent.local.run.LocalReport.HubCounts;
import io.ptmtorrent.local.run.LocalReport.Packages;
import java.util.Collection;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The progress of all hubs and files on half a terminal line, whatever the numbers; those from 1,000 on are rounded down.
 *
 * <p>Pure.
 */
final class BriefLine {
    private static final String[] UNITS = {"", "k", "M", "G", "T", "P", "E"};
    private static final int THOUSAND = 1_000;

    private BriefLine() {}

    /** For example {@code huggingface: 12k rows, 1.2k/s, 11k models, 12 updates, 2 errors}; several hubs are added up. */
    static String listing(Map<String, HubCounts> hubs, long rowsPerSecond) {
        return begin(hubs, rowsPerSecond) + ", " + count(sum(hubs.values(), HubCounts::models)) + " models" + end(hubs);
    }

    /**
     * The same without the models, which are about as many as the rows, and with the files: for example
     * {@code huggingface: 12k rows, 12 updates | files 1.2k/1.4k, 12 MB, packages 30/100}.
     */
    static String withFiles(
            Map<String, HubCounts> hubs, long rowsPerSecond, Files files, Bytes bytes, Packages packages) {
        return begin(hubs, rowsPerSecond) + end(hubs)
                + " | files " + count(files.accountedFor()) + "/" + count(files.wanted())
                + ", " + bytes(bytes.fetched())
                + ", packages " + count(packages.complete()) + "/" + count(packages.total());
    }

    private static String begin(Map<String, HubCounts> hubs, long rowsPerSecond) {
        String who = hubs.size() == 1 ? hubs.keySet().iterator().next() : hubs.size() + " hubs";
        String rate = rowsPerSecond == 0 ? "" : ", " + count(rowsPerSecond) + "/s";
        return who + ": " + count(sum(hubs.values(), HubCounts::listed)) + " rows" + rate;
    }

    private static String end(Map<String, HubCounts> hubs) {
        long errors = sum(hubs.values(), HubCounts::errors);
        return ", " + count(sum(hubs.values(), HubCounts::updates)) + " updates"
                + (errors == 0 ? "" : ", " + count(errors) + " errors");
    }

    private static long sum(Collection<HubCounts> hubs, ToLongFunction<HubCounts> member) {
        return hubs.stream().mapToLong(member).sum();
    }

    private static String count(long number) {
        return rounded(number, "");
    }

    private static String bytes(long number) {
        return rounded(number, " ") + "B";
    }

    /** At most four characters before {@code gap}: 999, 1.2k, 12k, 120k, 1.2M. */
    private static String rounded(long number, String gap) {
        long whole = number;
        long below = 0;
        int unit = 0;
        for (; whole >= THOUSAND; unit++) {
            below = whole % THOUSAND;
            whole /= THOUSAND;
        }
        String fraction = unit > 0 && whole < 10 ? "." + below / 100 : "";
        return whole + fraction + gap + UNITS[unit];
    }
}
