package io.ptmtorrent.inspection.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Walks over JSON in bounded memory, sees a key that is there twice, and gives each object's texts when it ends. Readers
 * differ over such keys: RFC 8259 leaves it to them.
 */
public final class JsonWalk {
    private static final int KEYS = 50_000;
    private static final int KEPT = 64;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(4 << 20)
                    .maxNestingDepth(200)
                    .maxNameLength(1 << 16)
                    .build())
            .build();

    private final Scope scope;
    private final Visitor visitor;
    private final Deque<Level> levels = new ArrayDeque<>();
    private int keys;

    private record Level(boolean object, Set<String> seen, Map<String, String> texts) {}

    /** Is told what is there, in the order of the text. */
    public interface Visitor {
        /** A member's name, at any depth. */
        default void key(String key) {}

        /** A text, number or truth, and the key nearest to it; also of an array's items. */
        default void value(String key, String value, boolean text) {}

        /** An object's own texts of at most 512 characters, the first 64 of them, when it ends. */
        default void object(Map<String, String> texts) {}
    }

    private JsonWalk(Scope scope, Visitor visitor) {
        this.scope = scope;
        this.visitor = visitor;
    }

    /**
     * Walks to the end.
     *
     * @throws Broken where it is no JSON, or over a limit
     */
    public static void over(ByteInput in, Scope scope, Visitor visitor) throws IOException {
        new JsonWalk(scope, visitor).walk(in);
    }

    private void walk(ByteInput in) throws IOException {
        InputStreamReader text = new InputStreamReader(new Forward(in), StandardCharsets.UTF_8.newDecoder());
        try (JsonParser json = JSON.createParser(text)) {
            String key = "";
            int roots = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                roots += levels.isEmpty() ? 1 : 0;
                key = token == JsonToken.FIELD_NAME ? json.currentName() : key;
                step(token, key, json);
            }
            if (roots != 1) {
                throw Broken.malformed(0, roots + " values of JSON one after the other");
            }
        } catch (StreamConstraintsException e) {
            throw Broken.unscannable(0, "JSON over a limit: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw Broken.malformed(0, "no JSON: " + e.getOriginalMessage());
        } catch (CharacterCodingException e) {
            throw Broken.malformed(in.position(), "no UTF-8");
        }
    }

    private void step(JsonToken token, String key, JsonParser json) throws IOException {
        switch (token) {
            case START_OBJECT -> levels.push(new Level(true, new HashSet<>(), new HashMap<>()));
            case START_ARRAY -> levels.push(new Level(false, Set.of(), Map.of()));
            case END_OBJECT -> {
                Level level = levels.pop();
                keys -= level.seen.size();
                visitor.object(level.texts);
            }
            case END_ARRAY -> levels.pop();
            case FIELD_NAME -> field(key, json);
            case VALUE_STRING -> value(key, json.getText(), true);
            case VALUE_TRUE, VALUE_FALSE, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> value(key, json.getText(), false);
            default -> {}
        }
    }

    private void field(String key, JsonParser json) {
        Level level = levels.peek();
        // A vocabulary has a million keys: beyond a limit they are not held against each other.
        if (level != null && keys < KEYS) {
            if (level.seen.add(key)) {
                keys++;
            } else {
                long offset = json.currentLocation().getCharOffset();
                scope.find(Rule.JSON_DUPLICATE_KEY, offset, "'" + key + "'");
            }
        }
        visitor.key(key);
    }

    private void value(String key, String value, boolean text) {
        Level level = levels.peek();
        if (text && level != null && level.object && level.texts.size() < KEPT && value.length() <= 512) {
            level.texts.put(key, value);
        }
        visitor.value(key, value, text);
    }

    /** An input as a stream. */
    private static final class Forward extends InputStream {
        private final ByteInput in;

        Forward(ByteInput in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            byte[] next = in.peek(Math.min(length, 4096));
            if (next.length == 0) {
                return -1;
            }
            System.arraycopy(next, 0, into, offset, next.length);
            in.skip(next.length);
            return next.length;
        }
    }
}
