package io.ptmtorrent.crawler.hub.modelhub;

import io.ptmtorrent.crawler.git.Checkout;
import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.git.Head;
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
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists a model's files: its repository as one object, what LFS keeps, and what init.json has fetched from elsewhere.
 *
 * <p>Five requests, or three where the commit was read before: the registry tells the repository, a ref lookup its
 * present name, the archive its files.
 */
final class ModelFiles {
    private final Registry registry;
    private final ModelDocuments documents;
    private final Snapshots snapshots;

    ModelFiles(Registry registry, ModelDocuments documents, GitHub github) {
        this.registry = registry;
        this.documents = documents;
        this.snapshots = new Snapshots(github, ModelDocuments.INIT::equals);
    }

    /**
     * The list.
     *
     * @param name the registry's name of the model
     * @param commit of its repository
     */
    FilePage ask(String name, String commit) throws IOException {
        return switch (registry.read(null)) {
            case Registry.Answer.Read read -> ask(name, commit, read);
            case Registry.Answer.Refused refused -> new Lookup.Refused(refused.url(), refused.reason(), null);
            case Registry.Answer.Unreadable unreadable ->
                throw new IOException(unreadable.reject().message());
            case Registry.Answer.Unchanged same -> throw new IOException("GET " + same.url() + " gave 304");
        };
    }

    private FilePage ask(String name, String commit, Registry.Answer.Read read) throws IOException {
        RegistryRow row = read.rows().first(model -> model.name().equals(name)).orElse(null);
        if (row == null) {
            return new Lookup.Refused(read.url(), "the registry names no model '" + name + "'", null);
        }
        return switch (documents.head(row)) {
            case Head.Missing missing -> new Lookup.Refused(read.url(), missing.reason(), null);
            case Head.At at -> {
                String url = GitHub.archiveUrl(at.repository(), commit);
                yield switch (snapshots.at(at.repository(), commit)) {
                    case Checkout.Missing missing -> new Lookup.Refused(url, missing.reason(), null);
                    case Snapshot snapshot ->
                        new FilePage.Listed(url, FilesBody.of(files(snapshot)), new HubPage.Next.End());
                };
            }
        };
    }

    /** What init.json has put to a path stands there, whatever the repository has. */
    private static List<LinkedFile> files(Snapshot snapshot) {
        Map<String, LinkedFile> files = new TreeMap<>();
        LinkedFiles.of(snapshot).forEach(file -> files.put(file.path(), file));
        InitFiles.read(init(snapshot)).forEach((path, url) -> files.put(path, LinkedFile.at(path, url)));
        return new ArrayList<>(files.values());
    }

    private static byte @Nullable [] init(Snapshot snapshot) {
        return snapshot.entries().stream()
                .filter(entry -> entry.path().equals(ModelDocuments.INIT))
                .findFirst()
                .map(Snapshot.Entry::content)
                .orElse(null);
    }
}
