package io.ptmtorrent.crawler.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a JSON array into the exact bytes of its elements; all of the document must be JSON. For any number of threads. */
public final class JsonElements {
    /** Names come from the hub: they are not interned, and names made to collide must not fail a document. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private JsonElements() {}

    /**
     * The elements of the array that the document is.
     *
     * @return null where it is JSON, but no array
     * @throws IOException where it is not JSON to its end
     */
    public static @Nullable List<ByteBuffer> ofArray(byte[] document) throws IOException {
        try (JsonParser parser = JSON.createParser(document)) {
            List<ByteBuffer> elements =
                    first(parser) == JsonToken.START_ARRAY ? elements(parser, document) : skipped(parser);
            demandEnd(parser);
            return elements;
        }
    }

    /**
     * The elements of an array that is a member of the object that the document is, or of an object in it.
     *
     * @param path names from the outermost object inwards
     * @return null where it is JSON, but no such object; of two members of that name the last counts
     * @throws IOException where it is not JSON to its end
     */
    public static @Nullable List<ByteBuffer> ofMember(byte[] document, String... path) throws IOException {
        try (JsonParser parser = JSON.createParser(document)) {
            List<ByteBuffer> elements =
                    first(parser) == JsonToken.START_OBJECT ? find(parser, document, path, 0) : skipped(parser);
            demandEnd(parser);
            return elements;
        }
    }

    private static JsonToken first(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new IOException("no JSON value");
        }
        return token;
    }

    private static @Nullable List<ByteBuffer> find(JsonParser parser, byte[] document, String[] path, int depth)
            throws IOException {
        List<ByteBuffer> found = null;
        boolean last = depth == path.length - 1;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (last && value == JsonToken.START_ARRAY && name.equals(path[depth])) {
                found = elements(parser, document);
            } else if (!last && value == JsonToken.START_OBJECT && name.equals(path[depth])) {
                found = find(parser, document, path, depth + 1);
            } else {
                skipped(parser);
            }
        }
        return found;
    }

    private static List<ByteBuffer> elements(JsonParser parser, byte[] document) throws IOException {
        List<ByteBuffer> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw new IOException("a JSON array that does not end");
            }
            int start = (int) parser.currentTokenLocation().getByteOffset();
            skipped(parser);
            parser.finishToken();
            int end = (int) parser.currentLocation().getByteOffset();
            elements.add(ByteBuffer.wrap(document, start, end - start).slice());
        }
        return elements;
    }

    private static @Nullable List<ByteBuffer> skipped(JsonParser parser) throws IOException {
        parser.skipChildren();
        return null;
    }

    private static void demandEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new IOException("more than one JSON value");
        }
    }
}
