package io.ptmtorrent.crawler.hub.pytorch;

import io.ptmtorrent.crawler.git.Checkout;
import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.git.Repository;
import io.ptmtorrent.crawler.git.Snapshot;
import io.ptmtorrent.crawler.git.Snapshots;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.FilesBody;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.LinkedFile;
import io.ptmtorrent.crawler.hub.LinkedFiles;
import io.ptmtorrent.crawler.hub.Lookup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a card's repository at a commit: its plain files as one, those in LFS, and the weights that its hubconf.py
 * leads to. Cards that share a repository share what is read.
 */
final class CardFiles {
    private final Snapshots snapshots;

    CardFiles(GitHub github) {
        this.snapshots = new Snapshots(github, HubconfWeights::keeps);
    }

    FilePage page(Repository repository, String commit) throws IOException {
        String url = GitHub.archiveUrl(repository, commit);
        return switch (snapshots.at(repository, commit)) {
            case Snapshot snapshot -> new FilePage.Listed(url, FilesBody.of(files(snapshot)), new HubPage.Next.End());
            case Checkout.Missing missing -> new Lookup.Refused(url, missing.reason(), null);
        };
    }

    private static List<LinkedFile> files(Snapshot snapshot) {
        List<LinkedFile> files = new ArrayList<>(LinkedFiles.of(snapshot));
        HubconfWeights.of(snapshot).forEach(weight -> files.add(LinkedFile.at(weight.path(), weight.url())));
        return files;
    }
}
