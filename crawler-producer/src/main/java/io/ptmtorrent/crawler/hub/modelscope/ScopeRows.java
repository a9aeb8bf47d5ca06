package io.ptmtorrent.crawler.hub.modelscope;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.RowEnvelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Makes a row of what the hub says of a model: {@code {"id":…,"model":{…},"revision":…}}, {@code model} as it came.
 *
 * <p>The hub tells no commit. The revision is SHA-256, hex, of id, created_at and last_modified: every commit moves the last,
 * and these three are told alike in a listing and of one model, where other members may differ.
 */
final class ScopeRows {
    private ScopeRows() {}

    /** The row, or why it is none. */
    static HubItem read(ByteBuffer json) {
        JsonNode model;
        try {
            model = ScopeJson.read(json);
        } catch (IOException e) {
            return new HubReject(DeadLetterReason.BAD_ROW, "a row that is not JSON in UTF-8", json);
        }
        String id = model.path("id").textValue();
        if (id == null || !ScopeUrls.isPath(id)) {
            return new HubReject(DeadLetterReason.MISSING_ID, "a row without owner/name as id", json);
        }
        Instant modified = time(model.path("last_modified"));
        String revision = revision(id, text(model.path("created_at")), text(model.path("last_modified")));
        return new RowEnvelope()
                .text("id", id)
                .json("model", json)
                .text("revision", revision)
                .row(id, id, revision, modified);
    }

    private static String revision(String id, String created, String modified) {
        byte[] all = (id + "\n" + created + "\n" + modified).getBytes(StandardCharsets.UTF_8);
        return ByteString.of(all).sha256().hex();
    }

    /** One text for one instant, however it is written. */
    private static String text(JsonNode value) {
        Instant time = time(value);
        return time == null ? value.asText("") : time.toString();
    }

    private static @Nullable Instant time(JsonNode value) {
        try {
            return value.isTextual() ? OffsetDateTime.parse(value.textValue()).toInstant() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
