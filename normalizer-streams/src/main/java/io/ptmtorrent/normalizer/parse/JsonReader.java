package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Reads bytes as one JSON tree, under limits, exactly: decimals as written, of two equal names the last one counts.
 *
 * <p>Names are not interned: a hub chooses them. For any thread.
 */
final class JsonReader {
    /** Deeper than any real document, and shallow enough for a recursive walk on a small stack. */
    private static final int DEEPEST = 500;

    private static final int LONGEST_NAME = 64 * 1024;

    private final ObjectReader strict;
    private final ObjectReader lenient;

    JsonReader() {
        JsonFactory factory = new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNameLength(LONGEST_NAME)
                        .build())
                .build();
        lenient = JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
                .build()
                .reader();
        strict = lenient.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    }

    /**
     * The tree of {@code bytes}.
     *
     * @throws IOException when the bytes are not one JSON value within the limits
     */
    JsonNode read(byte[] bytes, Issues issues) throws IOException {
        return read(bytes, "row", issues);
    }

    /** The same for a document that an issue is to name. */
    JsonNode read(byte[] bytes, String name, Issues issues) throws IOException {
        try {
            return strict.readTree(bytes);
        } catch (MismatchedInputException twice) {
            JsonNode tree = lenient.readTree(bytes);
            issues.add(name, "a name occurs twice in one object; the last one counts");
            return tree;
        }
    }
}
