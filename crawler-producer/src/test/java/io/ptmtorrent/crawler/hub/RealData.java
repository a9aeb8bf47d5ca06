package io.ptmtorrent.crawler.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The hubs' real data, in the folder that {@code -Dptm.shared=DIR} names; without it a test is skipped, but not in CI. */
public record RealData(Path folder) {
    public static RealData find() {
        String given = System.getProperty("ptm.shared", "");
        boolean there = !given.isEmpty() && Files.isDirectory(Path.of(given));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("ptm.shared: '" + given + "' is no folder, and CI=true asks for it");
        }
        Assumptions.assumeTrue(there, "ptm.shared tests: skipped, -Dptm.shared names no folder");
        return new RealData(Path.of(given));
    }

    /** The folder of the hubs. */
    public static Path hubs() {
        return find().folder().resolve("hubs");
    }

    public Path path(String name) {
        return folder.resolve("hubs").resolve(name);
    }

    public String text(String name) throws IOException {
        return Files.readString(path(name));
    }

    /** The rows of a table with a head, cells as they are. */
    public List<List<String>> table(String name) throws IOException {
        return Files.readAllLines(path(name)).stream()
                .skip(1)
                .map(line -> List.of(line.split("\t", -1)))
                .toList();
    }

    public static void report(String counts) {
        System.out.println("ptm.shared tests: " + counts);
    }
}
