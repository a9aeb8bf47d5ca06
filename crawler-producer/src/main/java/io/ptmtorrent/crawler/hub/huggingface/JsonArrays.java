package io.ptmtorrent.crawler.hub.huggingface;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells whether bytes are one whole JSON array, without building it. For any number of threads. */
final class JsonArrays {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private static final int SHOWN = 200;

    private JsonArrays() {}

    /** What they are instead, for people; null where they are one. */
    static @Nullable String fault(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return "no JSON array";
            }
            parser.skipChildren();
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                return "an array that does not end";
            }
            return parser.nextToken() == null ? null : "more than a JSON array";
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            return "no JSON: " + message.substring(0, Math.min(message.length(), SHOWN));
        }
    }
}
