package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Model;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens a row that the crawler put together out of a source's own texts: one JSON object with an identity. What it holds
 * is a hub's to read.
 */
final class EnvelopeRow {
    /** Makes a model of a row. */
    interface Reading {
        Model of(Row row, String identity, Issues issues);
    }

    private EnvelopeRow() {}

    /**
     * The model of a row, or why it is none.
     *
     * @param identity name of the member that tells the model's identity
     */
    static Parsed read(JsonReader json, byte[] bytes, String identity, Reading reading) {
        return read(json, bytes, identity, reading, row -> Popularity.NONE);
    }

    /** The same of a source that tells how popular a model is. */
    static Parsed read(
            JsonReader json, byte[] bytes, String identity, Reading reading, Function<Row, Popularity> popularity) {
        Issues issues = new Issues();
        JsonNode tree;
        try {
            tree = json.read(bytes, issues);
        } catch (JsonProcessingException e) {
            return new Rejected(DeadLetterReason.NOT_JSON, "expected a JSON object: " + e.getOriginalMessage());
        } catch (IOException e) {
            return new Rejected(DeadLetterReason.NOT_JSON, "expected a JSON object in UTF-8: " + e.getMessage());
        }
        if (!tree.isObject()) {
            return new Rejected(DeadLetterReason.BAD_ROW, "expected a JSON object, found another JSON value");
        }
        String id = identity(tree.get(identity));
        if (id == null) {
            return new Rejected(
                    DeadLetterReason.MISSING_ID,
                    "expected text of at most " + Row.LONGEST_NAME + " characters as " + identity);
        }
        Row row = new Row(tree, "", issues);
        Popularity uses = popularity.apply(row);
        return new Accepted(reading.of(row, id, issues), uses);
    }

    private static @Nullable String identity(@Nullable JsonNode value) {
        String text = value == null ? null : value.textValue();
        return text == null || text.isBlank() || text.length() > Row.LONGEST_NAME ? null : text;
    }
}
