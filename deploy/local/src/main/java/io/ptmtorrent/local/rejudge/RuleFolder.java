package io.ptmtorrent.local.rejudge;

import io.ptmtorrent.inspection.judge.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A user's own rule set: a folder with the three data files. */
public final class RuleFolder {
    private RuleFolder() {}

    /**
     * Reads {@code rules.tsv}, {@code globals.tsv} and {@code operators.tsv}.
     *
     * @throws IllegalArgumentException naming what is wrong with them
     */
    public static RuleSet read(Path folder) {
        try {
            Path name = folder.toAbsolutePath().normalize().getFileName();
            return RuleSet.parse(
                    name == null ? "own" : name.toString(),
                    Files.readAllBytes(folder.resolve("rules.tsv")),
                    Files.readAllBytes(folder.resolve("globals.tsv")),
                    Files.readAllBytes(folder.resolve("operators.tsv")));
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--rules: '" + folder + "'; a folder with rules.tsv, globals.tsv and operators.tsv is allowed: "
                            + e.getMessage(),
                    e);
        }
    }
}
