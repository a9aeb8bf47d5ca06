package io.ptmtorrent.local;

import io.ptmtorrent.http.Token;
import io.ptmtorrent.http.TokenFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command's tokens come from: the environment, and over it a file. Each goes to its own host alone. */
final class Tokens {
    static final String HUGGING_FACE = "huggingface.co";

    /** GitHub's REST API: git, archives and raw files of public repositories count against no quota, token or not. */
    private static final String GITHUB = "api.github.com";

    private static final String MODEL_SCOPE = "www.modelscope.cn";

    private static final Map<String, List<String>> VARIABLES = Map.of(
            HUGGING_FACE, List.of("PTM_HF_TOKEN", "HF_TOKEN"),
            GITHUB, List.of("PTM_GITHUB_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"),
            MODEL_SCOPE, List.of("PTM_MODELSCOPE_API_TOKEN", "MODELSCOPE_API_TOKEN"));

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File of tokens, a line HOST=TOKEN each, as huggingface.co=hf_...; over those of the environment"
                            + " (HF_TOKEN, GITHUB_TOKEN, MODELSCOPE_API_TOKEN). Default: none")
    private @Nullable Path file;

    /**
     * Tokens by canonical host.
     *
     * @throws IllegalArgumentException for a bad value or file; it names variable or file, and shows no token
     */
    Map<String, Token> read(Map<String, String> environment) {
        Map<String, Token> tokens = new HashMap<>();
        VARIABLES.forEach((host, names) -> names.stream()
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .findFirst()
                .ifPresent(name -> tokens.put(host, token(name, environment.getOrDefault(name, "")))));
        if (file != null) {
            tokens.putAll(TokenFile.read("--token-file", file));
        }
        return Map.copyOf(tokens);
    }

    private static Token token(String name, String value) {
        try {
            return new Token(value.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }
}
