package io.ptmtorrent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@code ./ptm} command as a user starts it: a process of its own, its peak memory read while it lives.
 *
 * <p>Peak memory is {@code VmHWM} of {@code /proc/<pid>/status} (Linux), the largest resident set so far.
 */
final class PtmProcess implements AutoCloseable {
    private static final long POLL_MILLIS = 200;
    private final Process process;
    private long peakKib;

    private PtmProcess(Process process) {
        this.process = process;
    }

    /** Starts {@code ./ptm} of {@code root}; standard error goes to {@code log}. */
    static PtmProcess start(Path root, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(root.resolve("ptm").toString()));
        command.addAll(List.of(arguments));
        return new PtmProcess(new ProcessBuilder(command)
                .redirectError(log.toFile())
                .redirectOutput(Path.of(log + ".out").toFile())
                .start());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it ends by itself; its exit code. */
    int await() throws InterruptedException, IOException {
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            readPeak();
        }
        return process.exitValue();
    }

    /** Largest resident set seen, in MiB. */
    double peakMib() throws IOException {
        readPeak();
        return peakKib / 1024.0;
    }

    private void readPeak() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return;
        }
        try (var lines = Files.lines(status)) {
            lines.filter(line -> line.startsWith("VmHWM:"))
                    .findFirst()
                    .ifPresent(line -> peakKib = Math.max(peakKib, Long.parseLong(line.replaceAll("\\D", ""))));
        } catch (IOException | java.io.UncheckedIOException e) {
            if (process.isAlive()) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        Ending.of(process);
    }
}
