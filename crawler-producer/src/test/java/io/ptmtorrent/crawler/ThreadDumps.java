package io.ptmtorrent.crawler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the processes of a test are at when it waits in vain: their threads that run our code, virtual ones too. */
final class ThreadDumps {
    private static final Pattern BETWEEN_THREADS = Pattern.compile("\\R\\R");

    private ThreadDumps() {}

    /** Writes a file a child process into {@code dir}, where {@link ProcessLogs} finds it. */
    static void write(Path dir) throws IOException, InterruptedException {
        List<Long> pids =
                ProcessHandle.current().children().map(ProcessHandle::pid).toList();
        for (long pid : pids) {
            Path dump = dir.resolve(pid + ".threads");
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "Thread.dump_to_file",
                            dump.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve(pid + ".jcmd.log").toFile())
                    .start()
                    .waitFor();
            if (Files.exists(dump)) {
                Files.write(dir.resolve(pid + ".threads.log"), ofOurs(Files.readString(dump)));
            }
        }
    }

    private static List<String> ofOurs(String dump) {
        return BETWEEN_THREADS
                .splitAsStream(dump)
                .filter(it -> it.contains("io.ptmtorrent"))
                .flatMap(String::lines)
                .filter(it -> !it.startsWith("    at java") && !it.startsWith("    at org.apache.kafka"))
                .toList();
    }
}
