package io.ptmtorrent.crawler.git;

import java.util.List;

/** What became of asking for a repository's releases. */
public sealed interface ReleaseList {
    /**
     * Their files, in GitHub's order: the newest release first.
     *
     * @param whole whether that is all of them; false where there are more than 1,000 releases
     */
    record Listed(List<ReleaseAsset> assets, boolean whole) implements ReleaseList {
        public Listed {
            assets = List.copyOf(assets);
        }
    }

    /**
     * They are not to be had, and asking again soon will not help.
     *
     * @param reason for people: what was asked, what came back
     */
    record Missing(String reason) implements ReleaseList {}
}
