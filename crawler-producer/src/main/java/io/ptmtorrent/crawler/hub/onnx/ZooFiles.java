package io.ptmtorrent.crawler.hub.onnx;

import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.FilesBody;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.LinkedFile;
import io.ptmtorrent.crawler.hub.Lookup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Says of a model's weights where their bytes are: at the mirror, by SHA-256; else at GitHub's LFS host, which answers
 * 404 since July 2025, so that a file that is nowhere ends as unavailable on the record.
 */
final class ZooFiles {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final String ZOO = OnnxModelZoo.REPOSITORY.toString();

    private final ReadOnce<String, Inventory> inventories;
    private final Mirror mirror;

    ZooFiles(ReadOnce<String, Inventory> inventories, Mirror mirror) {
        this.inventories = inventories;
        this.mirror = mirror;
    }

    FilePage page(String id, String revision, @Nullable Cursor cursor) throws IOException {
        String url = "https://github.com/" + ZOO + "/tree/";
        if (cursor != null || !COMMIT.matcher(revision).matches()) {
            return new Lookup.Refused(url, "expected a commit, and the list's only page", null);
        }
        ZooModel model = inventories.at(revision).models().get(id);
        if (model == null) {
            return new Lookup.Refused(url + revision, "no such model at this commit", null);
        }
        List<LinkedFile> files = new ArrayList<>(model.weights().size());
        for (Weight weight : model.weights()) {
            files.add(file(weight, revision));
        }
        return new FilePage.Listed(url + revision, FilesBody.of(files), new HubPage.Next.End());
    }

    private LinkedFile file(Weight weight, String commit) throws IOException {
        String url = mirror.find(commit, weight).orElseGet(() -> atGitHub(weight, commit));
        return new LinkedFile(weight.path(), weight.size(), weight.sha256(), weight.gitSha1(), null, url, false);
    }

    private static String atGitHub(Weight weight, String commit) {
        return weight.sha256() == null
                ? rawUrl(weight.path(), commit)
                : GitHub.mediaUrl(OnnxModelZoo.REPOSITORY, commit, weight.path());
    }

    private static String rawUrl(String path, String commit) {
        HttpUrl.Builder url = HttpUrl.get("https://raw.githubusercontent.com/" + ZOO)
                .newBuilder()
                .addPathSegment(commit);
        for (String segment : path.split("/", -1)) {
            url.addPathSegment(segment);
        }
        return url.build().toString();
    }
}
