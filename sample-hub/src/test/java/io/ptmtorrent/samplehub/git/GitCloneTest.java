package io.ptmtorrent.samplehub.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git itself, where it is installed, clones from the sample: it checks every object's id and every tree's order. */
class GitCloneTest {
    private static final SampleRepository FIRST = SampleRepository.named("sample", "zoo")
            .branch("master")
            .file("a-", "sorted before a/\n")
            .file("a.b/c", "sorted before a/\n")
            .file("a0", "sorted after a/\n")
            .file("a/c/d.txt", "deep\n")
            .file("grüße.md", "not ASCII\n")
            .executable("run.sh", "#!/bin/sh\n".getBytes(UTF_8))
            .link("link", "a/c/d.txt")
            .submodule("third_party/other", "0123456789012345678901234567890123456789")
            .build();
    private static final SampleRepository SECOND = FIRST.changed()
            .file("long/" + "x".repeat(120) + "/" + "y".repeat(120), "a long path\n")
            .remove("a0")
            .annotatedTag("v1.0")
            .build();

    @TempDir
    private Path folder;

    @BeforeAll
    static void gitIsHere() throws InterruptedException {
        boolean here;
        try {
            here = new ProcessBuilder("git", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            here = false;
        }
        assertThat(here || !"true".equals(System.getenv("CI")))
                .as("git, which CI must have")
                .isTrue();
        assumeTrue(here, "no git here");
    }

    @Test
    void gitClonesAllHistoryAndFindsNoFault() throws Exception {
        // given
        try (SampleGitHub github = SampleGitHub.start(List.of(SECOND))) {
            // when
            git("clone", "--no-recurse-submodules", github.uri() + "/github.com/sample/zoo.git", "clone");
        }

        // then
        Path clone = folder.resolve("clone");
        assertThat(git("-C", "clone", "fsck", "--strict", "--full")).doesNotContain("error");
        assertThat(git("-C", "clone", "rev-parse", "HEAD", "HEAD^{tree}", "HEAD~1", "v1.0^{commit}"))
                .isEqualTo(String.join("\n", SECOND.commit(), SECOND.tree(), FIRST.commit(), SECOND.commit()));
        assertThat(clone.resolve("run.sh")).isExecutable();
        assertThat(Files.readSymbolicLink(clone.resolve("link"))).isEqualTo(Path.of("a/c/d.txt"));
    }

    @Test
    void gitFetchesTheCommitAlone() throws Exception {
        // given
        try (SampleGitHub github = SampleGitHub.start(List.of(SECOND))) {
            // when
            git(
                    "clone",
                    "--depth=1",
                    "--filter=tree:0",
                    "--no-checkout",
                    github.uri() + "/github.com/sample/zoo.git",
                    "clone");
        }

        // then
        assertThat(git("-C", "clone", "cat-file", "--batch-all-objects", "--batch-check=%(objectname)"))
                .endsWith("\n" + SECOND.commit())
                .hasLineCount(2)
                .startsWith("warning: This repository uses promisor remotes");
    }

    @Test
    void gitFetchesWhatCameSince() throws Exception {
        // given
        try (SampleGitHub github = SampleGitHub.start(List.of(FIRST))) {
            git("clone", "--bare", github.uri() + "/github.com/sample/zoo.git", "clone");
            github.put(SECOND);

            // when
            git("-C", "clone", "fetch", "origin", "master:master", "--tags");
        }

        // then
        assertThat(git("-C", "clone", "fsck", "--strict", "--full")).doesNotContain("error");
        assertThat(git("-C", "clone", "rev-parse", "master", "master~1"))
                .isEqualTo(String.join("\n", SECOND.commit(), FIRST.commit()));
    }

    @Test
    void gitFetchesARewrittenHistoryWhole() throws Exception {
        // given
        SampleRepository rewritten = SampleRepository.named("sample", "zoo")
                .branch("master")
                .file("other", "nothing in common\n")
                .build();
        try (SampleGitHub github = SampleGitHub.start(List.of(SECOND))) {
            git("clone", "--bare", github.uri() + "/github.com/sample/zoo.git", "clone");
            github.put(rewritten);

            // when
            git("-C", "clone", "fetch", "origin", "+master:master");
        }

        // then
        assertThat(git("-C", "clone", "rev-list", "master")).isEqualTo(rewritten.commit());
    }

    @Test
    void gitUnpacksTheArchiveToTheSameTree() throws Exception {
        // given
        Path archive = Files.write(folder.resolve("archive.tar.gz"), GitArchive.of(SECOND));
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        git("-C", "unpacked", "init", "-q");

        // when
        run(folder, List.of("tar", "-xzf", archive.toString(), "-C", unpacked.toString(), "--strip-components=1"));

        // then
        git("-C", "unpacked", "add", "-A", "-f");
        git(
                "-C",
                "unpacked",
                "update-index",
                "--add",
                "--cacheinfo",
                "160000,0123456789012345678901234567890123456789,third_party/other");
        assertThat(git("-C", "unpacked", "write-tree")).isEqualTo(SECOND.tree());
        assertThat(run(folder, List.of("sh", "-c", "gunzip -c archive.tar.gz | git get-tar-commit-id")))
                .isEqualTo(SECOND.commit());
    }

    private String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return run(folder, command);
    }

    private static String run(Path folder, List<String> command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "HOME", folder.toString(), "GIT_TERMINAL_PROMPT", "0"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
