package io.ptmtorrent.crawler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Adds the end of each process's log, and what its threads were at, to a test's failure. */
record ProcessLogs(Supplier<Path> folder) implements TestExecutionExceptionHandler {
    private static final int LINES = 60;

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        try (Stream<Path> files = Files.list(folder.get())) {
            for (Path log : files.filter(it -> it.toString().endsWith(".log"))
                    .filter(Files::isRegularFile)
                    .toList()) {
                failure.addSuppressed(new AssertionError(end(log)));
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        throw failure;
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        List<String> end = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        return "the end of " + log.getFileName() + ":\n" + String.join("\n", end);
    }
}
