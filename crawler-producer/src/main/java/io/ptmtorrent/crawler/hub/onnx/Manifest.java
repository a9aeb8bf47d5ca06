package io.ptmtorrent.crawler.hub.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts ONNX_HUB_MANIFEST.json, an array, into its rows as they stand, by their {@code model_path}: {@code model} is not
 * unique (onnx/models, June 2025).
 *
 * @param rows by path, in the given order; rows without a path belong to no model
 * @param fault why it was not read to its end, for people; null where it was, or where there is no manifest
 */
record Manifest(Map<String, List<String>> rows, @Nullable String fault) {
    static final String PATH = "ONNX_HUB_MANIFEST.json";

    private static final String KEY = "model_path";
    private static final int SHOWN = 200;
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    static Manifest none() {
        return new Manifest(Map.of(), null);
    }

    static Manifest read(byte[] content) {
        Map<String, List<String>> rows = new HashMap<>();
        try (JsonParser parser = JSON.createParser(content)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return new Manifest(rows, PATH + " is no JSON array");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                add(parser, content, rows);
            }
            boolean whole = parser.currentToken() == JsonToken.END_ARRAY && parser.nextToken() == null;
            return new Manifest(rows, whole ? null : PATH + " holds something else than rows");
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            return new Manifest(rows, PATH + " is no JSON: " + message.substring(0, Math.min(message.length(), SHOWN)));
        }
    }

    private static void add(JsonParser parser, byte[] content, Map<String, List<String>> rows) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        String path = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
            path = text && name.equals(KEY) ? parser.getText() : path;
            parser.skipChildren();
        }
        int end = (int) parser.currentLocation().getByteOffset();
        if (path != null && parser.currentToken() == JsonToken.END_OBJECT) {
            rows.computeIfAbsent(path, any -> new ArrayList<>(1))
                    .add(new String(content, start, end - start, StandardCharsets.UTF_8));
        }
    }

    List<String> of(String path) {
        return rows.getOrDefault(path, List.of());
    }
}
