package io.ptmtorrent.sink.fetch;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a bundle's pack: what a reader must have, and what it gets (gitformat-bundle, version 2).
 *
 * <pre>
 * # v2 git bundle
 * -&lt;base&gt; &lt;comment&gt;          where it is not all history
 * &lt;commit&gt; HEAD
 * &lt;commit&gt; refs/heads/history
 * </pre>
 *
 * @param commit 40 hex digits
 * @param base 40 hex digits; null where nothing is needed
 */
record BundleHeader(String commit, @Nullable String base) {
    byte[] bytes() {
        String needs = base == null ? "" : "-" + base + " the bundle before leads here\n";
        String text = "# v2 git bundle\n" + needs + commit + " HEAD\n" + commit + " refs/heads/history\n\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
