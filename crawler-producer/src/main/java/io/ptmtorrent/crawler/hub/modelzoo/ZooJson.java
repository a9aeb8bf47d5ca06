package io.ptmtorrent.crawler.hub.modelzoo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The site's JSON, read and written in one way, so that equal documents have equal texts. */
final class ZooJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    /** A counter: it changes without the model. */
    private static final String STARS = "stars";

    private ZooJson() {}

    static JsonNode read(ByteBuffer json) throws IOException {
        return JSON.readTree(json.array(), json.arrayOffset() + json.position(), json.remaining());
    }

    static String withoutStars(JsonNode document) {
        JsonNode copy = document.deepCopy();
        if (copy instanceof ObjectNode members) {
            members.remove(STARS);
        }
        return text(copy);
    }

    /**
     * A model's revision: SHA-256, hex, of what the hub says of it but for its stars, and of the commit that its link
     * leads to.
     */
    static String revision(JsonNode document, @Nullable String commit) {
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.put("commit", commit);
        both.put("model", withoutStars(document));
        return ByteString.of(text(both).getBytes(StandardCharsets.UTF_8))
                .sha256()
                .hex();
    }

    private static String text(JsonNode document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
    }
}
