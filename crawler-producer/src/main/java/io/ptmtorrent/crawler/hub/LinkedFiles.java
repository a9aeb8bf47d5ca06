package io.ptmtorrent.crawler.hub;

import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.git.LfsPointer;
import io.ptmtorrent.crawler.git.Repository;
import io.ptmtorrent.crawler.git.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** What a repository at one commit gives a package: its plain files as one object, and each file that LFS keeps. */
public final class LinkedFiles {
    private LinkedFiles() {}

    /** The repository itself first, then its LFS files. */
    public static List<LinkedFile> of(Snapshot snapshot) {
        List<LinkedFile> files = new ArrayList<>();
        files.add(repository(snapshot));
        files.addAll(inLfs(snapshot));
        return files;
    }

    /** All plain files, as one object: {@code <name>-<commit>.tar.gz}. */
    public static LinkedFile repository(Snapshot snapshot) {
        Repository from = snapshot.repository();
        return LinkedFile.repository(
                from.name() + "-" + snapshot.commit() + ".tar.gz",
                snapshot.tree(),
                GitHub.archiveUrl(from, snapshot.commit()));
    }

    /** Each LFS file at the address where GitHub gives its bytes, if it still has them. */
    public static List<LinkedFile> inLfs(Snapshot snapshot) {
        List<LinkedFile> files = new ArrayList<>();
        for (Snapshot.Entry entry : snapshot.entries()) {
            LfsPointer pointer = entry.lfs();
            if (pointer != null) {
                String url = GitHub.mediaUrl(snapshot.repository(), snapshot.commit(), entry.path());
                files.add(LinkedFile.inLfs(entry.path(), pointer.size(), pointer.sha256(), url));
            }
        }
        return files;
    }
}
