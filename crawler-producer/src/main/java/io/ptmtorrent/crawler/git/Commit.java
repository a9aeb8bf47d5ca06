package io.ptmtorrent.crawler.git;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a commit says of itself.
 *
 * @param tree id of its root tree, 40 hex digits
 * @param committedAt as the committer's clock was, to the second
 */
public record Commit(String tree, Instant committedAt) {
    private static final Pattern TREE = Pattern.compile("tree ([0-9a-f]{40})\\n");
    private static final Pattern COMMITTER = Pattern.compile("(?m)^committer .*> ([0-9]{1,12}) [+-][0-9]{4}$");

    /** Reads a commit object's content; empty where it is none. */
    static Optional<Commit> parse(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        Matcher tree = TREE.matcher(text);
        int end = text.indexOf("\n\n");
        Matcher committer = COMMITTER.matcher(end < 0 ? text : text.substring(0, end));
        return tree.lookingAt() && committer.find()
                ? Optional.of(new Commit(tree.group(1), Instant.ofEpochSecond(Long.parseLong(committer.group(1)))))
                : Optional.empty();
    }
}
