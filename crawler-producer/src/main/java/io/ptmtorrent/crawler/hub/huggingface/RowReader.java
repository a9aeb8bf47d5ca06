package io.ptmtorrent.crawler.hub.huggingface;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the few members that the crawler itself needs out of a row; the rest is checked to be JSON and stays bytes.
 *
 * <p>Top-level members alone; of one that is written twice the last counts, as in a JSON tree. For any number of threads.
 */
final class RowReader {
    /** Keys come from model owners: they are not interned, and keys made to collide must not fail a row. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private static final int SHOWN = 200;

    /** The members by name, as far as they were texts. */
    private static final class Members {
        private @Nullable String stableId;
        private @Nullable String id;
        private @Nullable String sha;
        private @Nullable String lastModified;

        private void put(String name, @Nullable String text) {
            switch (name) {
                case "_id" -> stableId = text;
                case "id" -> id = text;
                case "sha" -> sha = text;
                case "lastModified" -> lastModified = text;
                default -> {}
            }
        }
    }

    /** The row, or why it is none. */
    HubItem read(ByteBuffer row) {
        if (row.remaining() > HubRow.MAX_BYTES) {
            return new HubReject(
                    DeadLetterReason.TOO_LARGE,
                    "a row of " + row.remaining() + " bytes; an observation holds " + HubRow.MAX_BYTES,
                    row);
        }
        try {
            Members members = members(row);
            return members == null ? bad(row, "a row that is no JSON object") : item(members, row);
        } catch (IOException e) {
            return bad(row, "a row that is not JSON: " + shown(e));
        }
    }

    private static HubItem item(Members members, ByteBuffer row) {
        String stableId = members.stableId;
        String id = members.id;
        if (stableId == null || id == null || !HubRow.usable(stableId) || !HubRow.usable(id)) {
            return new HubReject(DeadLetterReason.MISSING_ID, "a row without a usable _id and id", row);
        }
        String revision = HubRow.usable(members.sha) ? members.sha : null;
        return new HubRow(stableId, id, revision, instant(members.lastModified), row);
    }

    private static @Nullable Members members(ByteBuffer row) throws IOException {
        try (JsonParser parser = JSON.createParser(row.array(), row.arrayOffset() + row.position(), row.remaining())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Members members = new Members();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                members.put(name, isWanted(name) && value == JsonToken.VALUE_STRING ? parser.getText() : null);
                parser.skipChildren();
            }
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null ? members : null;
        }
    }

    private static boolean isWanted(String name) {
        return name.equals("_id") || name.equals("id") || name.equals("sha") || name.equals("lastModified");
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static HubReject bad(ByteBuffer row, String message) {
        return new HubReject(DeadLetterReason.BAD_ROW, message, row);
    }

    private static String shown(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.length() <= SHOWN ? message : message.substring(0, SHOWN);
    }
}
