package io.ptmtorrent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The floor of a mirror: curl, 8 files at a time, redirects followed, then sha256sum of all; no retry and no comparison. */
final class CurlFloor {
    private CurlFloor() {}

    /** Fetches into {@code folder}, which is removed; seconds of both commands. */
    static double seconds(Path folder, List<String> addresses) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        StringBuilder asked = new StringBuilder();
        for (int number = 0; number < addresses.size(); number++) {
            asked.append("url = \"")
                    .append(addresses.get(number))
                    .append("\"\noutput = \"")
                    .append(folder)
                    .append('/')
                    .append(number)
                    .append("\"\n");
        }
        Path list = Files.writeString(Path.of(folder + ".curl"), asked);
        long started = System.nanoTime();
        run(
                "curl",
                "--no-progress-meter",
                "-f",
                "-L",
                "--path-as-is",
                "-Z",
                "--parallel-max",
                "8",
                "-K",
                list.toString());
        run("sh", "-c", "cd " + folder + " && find . -type f -print0 | xargs -0 sha256sum > ../sums");
        double seconds = Figures.secondsSince(started);
        Scratch.delete(folder);
        return seconds;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException(command[0] + " ended with " + exit);
        }
    }
}
