package io.ptmtorrent.crawler.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository at github.com.
 *
 * @param owner 1 to 100 letters, digits, dots, underscores, hyphens; not {@code .} or {@code ..}
 * @param name the same; without {@code .git} at its end
 */
public record Repository(String owner, String name) {
    private static final Pattern PART = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");
    private static final String SUFFIX = ".git";

    public Repository {
        if (!PART.matcher(owner).matches() || !PART.matcher(name).matches() || name.endsWith(SUFFIX)) {
            throw new IllegalArgumentException(
                    "repository: '" + owner + "/" + name + "'; allowed is owner/name of letters, digits, . _ and -");
        }
    }

    /** Reads {@code owner/name}, with or without {@code .git}; empty for anything else. */
    public static Optional<Repository> parse(String text) {
        String[] parts = text.strip().split("/", -1);
        return parts.length == 2 ? of(parts[0], parts[1]) : Optional.empty();
    }

    /**
     * The repository that a link to github.com leads to: its first two path parts, whatever follows them.
     *
     * @return empty for another host, a gist, or what is no link
     */
    public static Optional<Repository> ofLink(String link) {
        try {
            URI uri = new URI(link.strip());
            String host = uri.getHost();
            String path = uri.getPath();
            boolean there = "github.com".equalsIgnoreCase(host) || "www.github.com".equalsIgnoreCase(host);
            String[] parts = path == null ? new String[0] : path.split("/", -1);
            return there && parts.length >= 3 ? of(parts[1], parts[2]) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Repository> of(String owner, String name) {
        String bare = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        boolean allowed = PART.matcher(owner).matches() && PART.matcher(bare).matches() && !bare.endsWith(SUFFIX);
        return allowed ? Optional.of(new Repository(owner, bare)) : Optional.empty();
    }

    /** {@code owner/name}. */
    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
