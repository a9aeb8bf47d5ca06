package io.ptmtorrent.crawler.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a model that lies anywhere, as a hub of links tells it; nothing of it is checked.
 *
 * @param path in the package
 * @param size bytes; null where unknown
 * @param sha256 of the content, 64 hex digits; null where unknown
 * @param gitSha1 git blob id, of a repository its root tree, 40 hex digits; null where unknown
 * @param sha256Prefix first digits of the content's SHA-256, which its name holds: a hint; null where it holds none
 * @param url where the bytes are; null where no host has them
 * @param repository whether it stands for all plain files of a git repository at one commit
 */
public record LinkedFile(
        String path,
        @Nullable Long size,
        @Nullable String sha256,
        @Nullable String gitSha1,
        @Nullable String sha256Prefix,
        @Nullable String url,
        boolean repository) {

    /** torch.hub's convention for a checkpoint's name (torch.hub, {@code load_state_dict_from_url}): {@code name-01234567.pth}. */
    private static final Pattern HINT = Pattern.compile(".*-([0-9a-f]{8,64})\\.[A-Za-z0-9.]{1,20}");

    /** A file of which the address is known, and of its content what the name may hint at. */
    public static LinkedFile at(String path, String url) {
        return new LinkedFile(path, null, null, null, hint(url), url, false);
    }

    /** A file in git LFS. */
    public static LinkedFile inLfs(String path, long size, String sha256, @Nullable String url) {
        return new LinkedFile(path, size, sha256, null, null, url, false);
    }

    /** All plain files of a repository. */
    public static LinkedFile repository(String path, @Nullable String tree, String url) {
        return new LinkedFile(path, null, null, tree, null, url, true);
    }

    public LinkedFile withSize(@Nullable Long bytes) {
        return new LinkedFile(path, bytes, sha256, gitSha1, sha256Prefix, url, repository);
    }

    public LinkedFile withSha256(@Nullable String digest) {
        return new LinkedFile(path, size, digest, gitSha1, sha256Prefix, url, repository);
    }

    private static @Nullable String hint(String url) {
        try {
            String path = new URI(url).getPath();
            Matcher hint = HINT.matcher(path == null ? "" : path.substring(path.lastIndexOf('/') + 1));
            return hint.matches() ? hint.group(1) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
