package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads a YAML 1.2 document (core schema) as a JSON tree, under limits: no tags of a program, no endless aliases, no
 * depth that a recursive walk could fall into. Keys become text, numbers that JSON has none for become text too.
 *
 * <p>For any thread.
 */
final class YamlReader {
    private static final int LONGEST = 1 << 20;
    private static final int DEEPEST = 64;
    private static final int MOST_ALIASES = 20;
    private static final int MOST_NODES = 100_000;

    private YamlReader() {}

    /**
     * The tree of a text; null where it is none, which is an issue of {@code field}.
     *
     * <p>Of two equal keys the last counts, which is an issue too.
     */
    static @Nullable JsonNode read(String text, String field, Issues issues) {
        try {
            limitDepth(text);
            return new Tree().of(load(text, field, issues));
        } catch (MarkedYamlEngineException e) {
            issues.add(field, "no YAML: " + e.getProblem() + line(e));
        } catch (YamlEngineException e) {
            issues.add(field, "no YAML: " + firstLine(String.valueOf(e.getMessage())));
        }
        return null;
    }

    private static @Nullable Object load(String text, String field, Issues issues) {
        try {
            return new Load(settings(false)).loadFromString(text);
        } catch (DuplicateKeyException twice) {
            Object tree = new Load(settings(true)).loadFromString(text);
            issues.add(field, "a key occurs twice in one map; the last one counts");
            return tree;
        }
    }

    private static LoadSettings settings(boolean duplicates) {
        return LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setCodePointLimit(LONGEST)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setAllowRecursiveKeys(false)
                .setAllowDuplicateKeys(duplicates)
                .build();
    }

    /** The library composes by recursion, its parser does not. */
    private static void limitDepth(String text) {
        int depth = 0;
        for (Event event : new Parse(settings(true)).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > DEEPEST) {
                throw new YamlEngineException("nested more than " + DEEPEST + " deep");
            }
        }
    }

    private static String line(MarkedYamlEngineException e) {
        return e.getProblemMark()
                .map(mark -> " in line " + (mark.getLine() + 1))
                .orElse("");
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    /** Copies what the library read, aliases written out, so far as the number of nodes allows. */
    private static final class Tree {
        private final JsonNodeFactory json = JsonNodeFactory.instance;
        private int nodes;

        JsonNode of(@Nullable Object value) {
            if (++nodes > MOST_NODES) {
                throw new YamlEngineException("more than " + MOST_NODES + " values, aliases written out");
            }
            if (value instanceof Map<?, ?> map) {
                return object(map);
            }
            return value instanceof List<?> list ? array(list) : scalar(value);
        }

        private JsonNode scalar(@Nullable Object value) {
            if (value == null) {
                return json.nullNode();
            }
            boolean endless = value instanceof Double number && !Double.isFinite(number);
            return switch (value) {
                case Boolean flag -> json.booleanNode(flag);
                case Integer number -> json.numberNode(number);
                case Long number -> json.numberNode(number);
                case BigInteger number -> json.numberNode(number);
                case Double number -> endless ? json.textNode(number.toString()) : json.numberNode(number);
                default -> json.textNode(value.toString());
            };
        }

        private ObjectNode object(Map<?, ?> map) {
            ObjectNode object = json.objectNode();
            map.forEach((key, value) -> object.set(String.valueOf(key), of(value)));
            return object;
        }

        private ArrayNode array(List<?> list) {
            ArrayNode array = json.arrayNode(list.size());
            list.forEach(value -> array.add(of(value)));
            return array;
        }
    }
}
