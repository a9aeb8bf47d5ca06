package io.ptmtorrent.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens by host, a line each: {@code HOST=TOKEN}; empty lines and lines that begin with {@code #} say nothing.
 *
 * <pre>
 *   huggingface.co=hf_...
 *   api.github.com=github_pat_...
 * </pre>
 */
public final class TokenFile {
    private static final String ALLOWED =
            "lines HOST=TOKEN are, as huggingface.co=hf_..., a host in lower case without port, each once";
    private static final long MOST_BYTES = 64 * 1024;

    private TokenFile() {}

    /**
     * Reads all of it.
     *
     * @param key the setting or option that named the file, for messages
     * @return canonical host to token; at least one
     * @throws IllegalArgumentException where the file cannot be read, is empty, or a line is none; it names key, file and
     *     line, and nothing that the file holds
     */
    public static Map<String, Token> read(String key, Path file) {
        Map<String, Token> tokens = new HashMap<>();
        List<String> lines = lines(key, file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                put(line, tokens, key + ": '" + file + "', line " + (i + 1));
            }
        }
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException(key + ": '" + file + "' holds no token; " + ALLOWED);
        }
        return Map.copyOf(tokens);
    }

    private static void put(String line, Map<String, Token> tokens, String where) {
        int equal = line.indexOf('=');
        String host = equal < 0 ? null : canonical(line.substring(0, equal).strip());
        if (host == null || tokens.containsKey(host)) {
            throw new IllegalArgumentException(where + ", is not allowed; " + ALLOWED);
        }
        try {
            tokens.put(host, new Token(line.substring(equal + 1).strip()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable String canonical(String host) {
        return host.isEmpty() || !host.equals(Hosts.canonical(host)) ? null : host;
    }

    private static List<String> lines(String key, Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException(
                        key + ": '" + file + "' is longer than " + MOST_BYTES + " bytes; " + ALLOWED);
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    key + ": '" + file + "' cannot be read (" + e.getClass().getSimpleName()
                            + "); a file that this process may read is allowed, " + ALLOWED,
                    e);
        }
    }
}
