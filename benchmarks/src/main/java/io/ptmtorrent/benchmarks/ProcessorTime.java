package io.ptmtorrent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Processor time of this process by kind of thread, in seconds, from {@code /proc/self/task} (Linux): the JVM's own
 * threads are in it, threads that have ended are not. Unlike a rate, it says much on a machine that others use too.
 *
 * @param byThread seconds by the start of the threads' names, numbers left out
 */
record ProcessorTime(Map<String, Double> byThread) {
    private static final double TICKS_A_SECOND = 100;

    /** Fields of {@code stat} after the name: user and system time. */
    private static final int USER = 11;

    static ProcessorTime now() throws IOException {
        Map<String, Double> seconds = new TreeMap<>();
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                add(task, seconds);
            }
        }
        return new ProcessorTime(seconds);
    }

    private static void add(Path task, Map<String, Double> seconds) throws IOException {
        try {
            String stat = Files.readString(task.resolve("stat"));
            int end = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, end).replaceAll("[-#0-9 ]+$|[0-9a-f-]{4,}$", "");
            String[] fields = stat.substring(end + 2).split(" ", -1);
            double spent = (Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1])) / TICKS_A_SECOND;
            seconds.merge(name, spent, Double::sum);
        } catch (NoSuchFileException e) {
            // The thread has ended since the folder was listed.
        } catch (IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
        }
    }

    /** What was spent since. */
    ProcessorTime since(ProcessorTime earlier) {
        Map<String, Double> spent = new TreeMap<>();
        byThread.forEach((name, seconds) -> spent.put(name, seconds - earlier.byThread.getOrDefault(name, 0.0)));
        return new ProcessorTime(spent);
    }

    double total() {
        return byThread.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The eight largest. */
    @Override
    public String toString() {
        return byThread.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(8)
                .map(entry -> "%s %.1f".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
