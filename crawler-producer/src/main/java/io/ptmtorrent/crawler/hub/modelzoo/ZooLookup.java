package io.ptmtorrent.crawler.hub.modelzoo;

import io.ptmtorrent.crawler.git.Checkout;
import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.git.Head;
import io.ptmtorrent.crawler.git.ReleaseAsset;
import io.ptmtorrent.crawler.git.ReleaseList;
import io.ptmtorrent.crawler.git.Snapshot;
import io.ptmtorrent.crawler.git.Snapshots;
import io.ptmtorrent.crawler.hub.Document;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.FilesBody;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.LinkedFile;
import io.ptmtorrent.crawler.hub.LinkedFiles;
import io.ptmtorrent.crawler.hub.Lookup;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;

/** Asks for one model: whether it is there, and which files its repository gives. */
final class ZooLookup {
    private final ZooApi api;
    private final ZooRows rows;
    private final GitHub github;
    private final Snapshots snapshots;

    ZooLookup(ZooApi api, ZooRows rows, GitHub github) {
        this.api = api;
        this.rows = rows;
        this.github = github;
        this.snapshots = new Snapshots(github, path -> false);
    }

    /** What the site says of a model. */
    private sealed interface Answer {
        record There(String url, ZooModel model) implements Answer {}

        record Gone(Lookup.Gone lookup) implements Answer {}

        record Refused(Lookup.Refused lookup) implements Answer {}
    }

    /** Three requests. Only the API's own 404 means gone: the site's page may answer for anything. */
    Lookup ask(String slug) throws IOException {
        return switch (model(slug)) {
            case Answer.Gone gone -> gone.lookup();
            case Answer.Refused refused -> refused.lookup();
            case Answer.There there ->
                switch (rows.row(slug, there.model(), null, new LinkedHeads(github))) {
                    case HubRow found -> new Lookup.Found(there.url(), found);
                    case HubReject reject -> new Lookup.Refused(there.url(), reject.message(), null);
                };
        };
    }

    /**
     * The files of a model's repository, with its releases': six requests, one of them against the REST quota.
     *
     * @param revision as the row had it: what the hub says now must still give it, since no other can be asked of it
     */
    FilePage files(String slug, String revision) throws IOException {
        return switch (model(slug)) {
            case Answer.Gone gone ->
                new Lookup.Refused(gone.lookup().url(), gone.lookup().reason(), null);
            case Answer.Refused refused -> refused.lookup();
            case Answer.There there -> files(there, revision);
        };
    }

    private Answer model(String slug) throws IOException {
        if (!ZooApi.isSlug(slug)) {
            return refused(ZooApi.SITE.toString(), "the slug can be no part of an address");
        }
        HttpUrl url = ZooApi.model(slug);
        String refusal = api.refusal(url);
        if (refusal != null) {
            return refused(url.toString(), refusal);
        }
        Document document = api.model(url);
        if (document instanceof Document.Missing missing && missing.status() == HttpURLConnection.HTTP_NOT_FOUND) {
            ByteBuffer nothing = ByteBuffer.allocate(0);
            return new Answer.Gone(new Lookup.Gone(missing.url(), missing.reason(), null, nothing));
        }
        ZooModel model = ZooModel.of(document, null);
        String problem = model.problem();
        return problem == null ? new Answer.There(url.toString(), model) : refused(url.toString(), problem);
    }

    private static Answer refused(String url, String reason) {
        return new Answer.Refused(new Lookup.Refused(url, reason, null));
    }

    private FilePage files(Answer.There there, String revision) throws IOException {
        return switch (new LinkedHeads(github).of(there.model())) {
            case Head.Missing missing -> new Lookup.Refused(there.url(), missing.reason(), null);
            case Head.At at ->
                revision.equals(ZooJson.revision(there.model().members(), at.commit()))
                        ? files(there.url(), at)
                        : new Lookup.Refused(there.url(), "the model has changed since it was listed", null);
        };
    }

    private FilePage files(String url, Head.At at) throws IOException {
        return switch (snapshots.at(at.repository(), at.commit())) {
            case Checkout.Missing missing -> new Lookup.Refused(url, missing.reason(), null);
            case Snapshot snapshot -> {
                List<LinkedFile> files = new ArrayList<>(LinkedFiles.of(snapshot));
                files.addAll(assets(github.releases(at.repository())));
                yield new FilePage.Listed(url, FilesBody.of(files), new HubPage.Next.End());
            }
        };
    }

    private static List<LinkedFile> assets(ReleaseList releases) {
        return switch (releases) {
            case ReleaseList.Missing missing -> List.of();
            case ReleaseList.Listed listed ->
                listed.assets().stream().map(ZooLookup::file).toList();
        };
    }

    private static LinkedFile file(ReleaseAsset asset) {
        return LinkedFile.at("releases/" + asset.tag() + "/" + asset.name(), asset.url())
                .withSize(asset.size())
                .withSha256(asset.sha256());
    }
}
