package io.ptmtorrent.normalizer.packages;

import org.jspecify.annotations.Nullable;

/**
 * A git bundle: a repository's history up to a commit.
 *
 * @param url the repository's, as {@code https://github.com/owner/name.git}
 * @param commit where it leads to, 40 hex digits
 * @param base where the bundle before it leads to: this one holds what came after; null where it holds all
 */
record Bundle(String url, String commit, @Nullable String base) {
    private static final String SUFFIX = ".git";

    /** Reads what its request key says of it. */
    static Bundle of(String requestKey, String url) {
        return new Bundle(url, String.valueOf(RequestKeys.gitSha1Of(requestKey)), RequestKeys.baseOf(requestKey));
    }

    String requestKey() {
        return RequestKeys.ofBundle(commit, base, url);
    }

    /** Its name in a package: {@code <repository>-<commit>.bundle}, or {@code <repository>-<base>-<commit>.bundle}. */
    String path() {
        String name = url.substring(url.lastIndexOf('/') + 1);
        String bare = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return bare + "-" + (base == null ? "" : base + "-") + commit + ".bundle";
    }
}
