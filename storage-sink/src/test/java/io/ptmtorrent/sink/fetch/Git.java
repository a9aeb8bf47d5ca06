package io.ptmtorrent.sink.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.loopback.WireRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Git's own program, in one folder. */
final class Git {
    private final Path folder;

    Git(Path folder) {
        this.folder = folder;
    }

    /** Skips a test where git is not installed; CI must have it. */
    static void assumeHere() throws InterruptedException {
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

    /** Runs a command that must end well; gives what it says. */
    String run(String... arguments) {
        Result result = attempt(arguments);
        assertThat(result.code()).as(result.said()).isZero();
        return result.said();
    }

    record Result(int code, String said) {}

    Result attempt(String... arguments) {
        try {
            Process process =
                    builder(List.of(arguments)).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            return new Result(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What git's own server answers to a fetch from the repository in the folder. */
    Answer serve(WireRequest request) {
        try {
            ProcessBuilder builder = builder(List.of("upload-pack", "--stateless-rpc", "."));
            builder.environment().put("GIT_PROTOCOL", "version=2");
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(request.body());
            }
            byte[] said = process.getInputStream().readAllBytes();
            process.waitFor();
            return Answer.of(200, "application/x-git-upload-pack-result", said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .putAll(Map.of(
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "HOME", folder.toString(),
                        "GIT_TERMINAL_PROMPT", "0",
                        "GIT_AUTHOR_NAME", "Sample",
                        "GIT_AUTHOR_EMAIL", "sample@example.org",
                        "GIT_COMMITTER_NAME", "Sample",
                        "GIT_COMMITTER_EMAIL", "sample@example.org",
                        "GIT_AUTHOR_DATE", "2024-01-01T00:00:00Z",
                        "GIT_COMMITTER_DATE", "2024-01-01T00:00:00Z"));
        return builder;
    }
}
