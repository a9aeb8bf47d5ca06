package io.ptmtorrent.normalizer.packages;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.normalizer.packages.PackageStore.File;
import io.ptmtorrent.normalizer.parse.HubParser;
import io.ptmtorrent.normalizer.parse.Parsers;
import io.ptmtorrent.normalizer.policy.Choice;
import io.ptmtorrent.normalizer.policy.Selection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Wants what one package needs, each content once, and withdraws it.
 *
 * <p>For the task's thread.
 */
final class Asking {
    private final PackageStore store;
    private final PackageSink sink;

    Asking(PackageStore store, PackageSink sink) {
        this.store = store;
        this.sink = sink;
    }

    /** Where a content is, and its announced size. */
    private record Place(@Nullable Long size, String url) {}

    /** Wants every file of a selection; gives the package with them. */
    PackageRow want(String key, PackageRow row, Selection selection) {
        String hub = ModelKey.parse(key).hub();
        Map<String, Place> wanted = new LinkedHashMap<>();
        Tally tally = row.tally();
        for (Choice choice : selection.wanted()) {
            if (choice.file().getArtifact() == ArtifactKind.GIT_BUNDLE) {
                tally = tally.plus(history(key, choice, wanted));
                continue;
            }
            Long size = choice.file().getSize();
            String url = choice.url();
            FileRow file = url == null
                    ? FileRow.unaskable(size)
                    : FileRow.wanted(size, choice.file().getUrl());
            String requestKey = url == null ? RequestKeys.UNASKABLE : RequestKeys.of(hub, row.id(), choice.file(), url);
            store.putFile(key, new File(requestKey, choice.file().getPath(), file));
            tally = tally.plus(Tally.of(file));
            if (url != null) {
                wanted.putIfAbsent(requestKey, new Place(size, url));
            }
        }
        Wants wants = new Wants(key, row);
        wanted.forEach((requestKey, place) ->
                sink.want(requestKey, wants.file(requestKey, place.size(), place.url(), selection.gated())));
        return row.counting(tally);
    }

    /** Each bundle that leads to the commit is a file: those that are held are answered without a request. */
    private Tally history(String key, Choice choice, Map<String, Place> wanted) {
        Tally tally = Tally.NOTHING;
        String commit = Objects.requireNonNull(choice.file().getGitSha1(), "the selection names a bundle's commit");
        for (Bundle bundle : store.history(key).leadingTo(String.valueOf(choice.url()), commit)) {
            FileRow file = FileRow.wanted(null, bundle.url());
            store.putFile(key, new File(bundle.requestKey(), bundle.path(), file));
            tally = tally.plus(Tally.of(file));
            wanted.putIfAbsent(bundle.requestKey(), new Place(null, bundle.url()));
        }
        return tally;
    }

    /**
     * Wants files again; gives the package that waits for them.
     *
     * <p>Of a model that needs an agreement a file is GATED, never UNAVAILABLE: no source here is gated.
     */
    PackageRow wantAgain(String key, PackageRow row, List<File> files) {
        HubParser hub = Parsers.of(ModelKey.parse(key).hub()).orElseThrow();
        PackageRow asked = row;
        Wants wants = new Wants(key, row);
        Set<String> contents = new TreeSet<>();
        for (File file : files) {
            String url = Records.url(row, file, hub);
            if (url != null) {
                FileRow again = file.row().askedAgain();
                asked = asked.with(file.row(), again);
                store.putFile(key, new File(file.requestKey(), file.path(), again));
                if (contents.add(file.requestKey())) {
                    sink.want(file.requestKey(), wants.file(file.requestKey(), again.announced(), url, false));
                }
            }
        }
        return asked;
    }

    /** Wants the manifest; false where no request can hold it. */
    boolean wantManifest(String key, PackageRow row, List<File> files) {
        HubParser hub = Parsers.of(ModelKey.parse(key).hub()).orElseThrow();
        return sink.want(manifestKey(key, row), new Wants(key, row).manifest(Records.manifest(key, row, files, hub)));
    }

    /** Withdraws what an open package waits for. */
    void withdraw(String key, @Nullable PackageRow row, List<File> files) {
        if (row == null || !row.stage().isOpen()) {
            return;
        }
        Wants wants = new Wants(key, row);
        if (row.stage() == Stage.MANIFEST) {
            sink.want(manifestKey(key, row), wants.withdraw(ArtifactKind.MANIFEST));
        }
        Set<String> pending = new TreeSet<>();
        files.stream().filter(file -> file.row().pending()).forEach(file -> pending.add(file.requestKey()));
        pending.forEach(requestKey -> sink.want(requestKey, wants.withdraw(RequestKeys.artifactOf(requestKey))));
    }

    static String manifestKey(String key, PackageRow row) {
        return RequestKeys.ofManifest(key, row.revision(), row.policyVersion());
    }
}
