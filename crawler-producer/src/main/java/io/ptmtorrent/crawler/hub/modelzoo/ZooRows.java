package io.ptmtorrent.crawler.hub.modelzoo;

import io.ptmtorrent.crawler.git.Head;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.RowEnvelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Puts a model's row together.
 *
 * <pre>
 *   slug, revision
 *   listed        the listing's row; absent where the model was asked for alone
 *   detail        text of the model's own document; null where there is none, then problem says why
 *   repository    asked, name (present), commit; missing: why it is not to be had
 * </pre>
 */
final class ZooRows {
    private final ZooApi api;

    ZooRows(ZooApi api) {
        this.api = api;
    }

    /** A row of the listing with its document: one request, and the ref lookup's two. */
    HubItem listed(ZooRow row, LinkedHeads heads) throws IOException {
        HttpUrl url = ZooApi.model(row.slug());
        ZooModel model = ZooModel.of(api.model(url), row.json());
        return row(row.slug(), model, row.json(), heads);
    }

    /** A model that was asked for alone. */
    HubItem row(String slug, ZooModel model, @Nullable ByteBuffer listed, LinkedHeads heads) throws IOException {
        Head head = heads.of(model);
        String commit = head instanceof Head.At at ? at.commit() : null;
        String revision = ZooJson.revision(model.members(), commit);
        RowEnvelope envelope =
                new RowEnvelope().text("slug", slug).text("revision", revision).text("detail", model.detail());
        if (model.problem() != null) {
            envelope.text("problem", model.problem());
        }
        if (listed != null) {
            envelope.json("listed", listed);
        }
        RowEnvelope repository = envelope.object("repository");
        model.repository().ifPresent(asked -> repository.text("asked", asked.toString()));
        switch (head) {
            case Head.Missing missing -> repository.text("missing", missing.reason());
            case Head.At at ->
                repository.text("name", at.repository().toString()).text("commit", at.commit());
        }
        return envelope.row(slug, slug, revision);
    }
}
