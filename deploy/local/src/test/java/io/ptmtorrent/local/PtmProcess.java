package io.ptmtorrent.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The ptm command as a process of its own, on this test's class path; killed when closed. */
public final class PtmProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 900;
    private static final int SHOWN_CHARACTERS = 8_000;

    private final Process process;
    private final Path out;
    private final Path err;

    private PtmProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts {@code ptm} with its output in files of {@code folder}. */
    public static PtmProcess start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx768m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ptmtorrent.local.Ptm"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "ptm-", ".out");
        Path err = Files.createTempFile(folder, "ptm-", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        return new PtmProcess(builder.start(), out, err);
    }

    /** Waits for its end; its exit code. */
    public int exitCode() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(
                    "ptm did not end in " + PATIENCE_SECONDS + " s; the end of stderr:\n" + end(err()));
        }
        return process.exitValue();
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - SHOWN_CHARACTERS));
    }

    /** Asks it to end, as Ctrl-C or an init system does. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it at once, as kill -9 does, and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** What it wrote to stdout so far. */
    public String out() throws IOException {
        return Files.readString(out);
    }

    /** What it wrote to stderr so far. */
    public String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        kill();
    }
}
