package io.ptmtorrent.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;

/** Figures of several runs, and of this process. */
final class Figures {
    private static final double MIB = 1024 * 1024;

    private Figures() {}

    /** The middle one, of an even number the upper of the two. */
    static double median(Collection<Double> values) {
        return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
    }

    /** Seconds since a {@link System#nanoTime()}. */
    static double secondsSince(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    /** Seconds since this process began. */
    static double secondsOfThisProcess() {
        return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    }

    /** Largest resident set of this process so far, in MiB. */
    static double peakResidentMib() throws IOException {
        return peakResidentMib(ProcessHandle.current().pid());
    }

    /** Largest resident set of a process so far, in MiB: {@code VmHWM} of {@code /proc/<pid>/status} (Linux). */
    static double peakResidentMib(long pid) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    /** Sum of the largest use of each part of the heap so far, in MiB: no less than the heap's largest use. */
    static double peakHeapMib() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToDouble(usage -> usage.getUsed() / MIB)
                .sum();
    }
}
