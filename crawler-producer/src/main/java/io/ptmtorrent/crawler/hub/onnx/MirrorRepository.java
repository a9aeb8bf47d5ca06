package io.ptmtorrent.crawler.hub.onnx;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository of the mirror at one commit.
 *
 * @param owner letters, digits, dots, underscores, hyphens; at most 100, not a dot first
 * @param name the same
 * @param commit 40 hex digits
 */
record MirrorRepository(String owner, String name, String commit) {
    private static final Pattern ID = Pattern.compile("([\\w-][\\w.-]{0,99})/([\\w-][\\w.-]{0,99})");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** Reads what the hub says; empty for what can be no repository. */
    static Optional<MirrorRepository> of(String id, String commit) {
        Matcher parts = ID.matcher(id);
        return parts.matches() && COMMIT.matcher(commit).matches()
                ? Optional.of(new MirrorRepository(parts.group(1), parts.group(2), commit))
                : Optional.empty();
    }
}
