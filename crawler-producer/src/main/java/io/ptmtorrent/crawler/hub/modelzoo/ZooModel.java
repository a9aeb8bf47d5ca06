package io.ptmtorrent.crawler.hub.modelzoo;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.crawler.git.Repository;
import io.ptmtorrent.crawler.hub.Document;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the hub says of one model: its own page's document, else the listing's row.
 *
 * @param detail the document as it came; null where there is none
 * @param problem why not; null where there is one
 * @param members of the document, else of the row
 */
record ZooModel(@Nullable String detail, @Nullable String problem, JsonNode members) {
    private static final byte[] NOTHING = {'{', '}'};

    /** @param listed the listing's row; null where none is known: then a document without an object has no members */
    static ZooModel of(Document document, @Nullable ByteBuffer listed) throws IOException {
        String problem = "";
        switch (document) {
            case Document.Read read -> {
                try {
                    JsonNode members = ZooJson.read(ByteBuffer.wrap(read.body().toByteArray()));
                    if (members.isObject()) {
                        return new ZooModel(read.body().string(StandardCharsets.UTF_8), null, members);
                    }
                    problem = "GET " + read.url() + " gave JSON, but no object";
                } catch (IOException e) {
                    problem = "GET " + read.url() + " gave " + (ZooApi.isHtml(read) ? "HTML, no JSON" : "no JSON");
                }
            }
            case Document.Missing missing -> problem = missing.reason();
            case Document.TooLong tooLong -> problem = tooLong.reason();
            case Document.Unchanged same -> throw new IOException("GET " + same.url() + " gave 304");
        }
        return new ZooModel(null, problem, ZooJson.read(listed == null ? ByteBuffer.wrap(NOTHING) : listed));
    }

    /** Where it links to, as written; null where nowhere. */
    @Nullable
    String link() {
        return members.path("link").textValue();
    }

    /** The repository that it links to; empty where it links to none at GitHub. */
    Optional<Repository> repository() {
        String link = link();
        return link == null ? Optional.empty() : Repository.ofLink(link);
    }
}
