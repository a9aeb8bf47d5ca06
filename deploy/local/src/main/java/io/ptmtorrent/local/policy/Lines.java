package io.ptmtorrent.local.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One map of a policy's file: its keys, each with the line that it stands in.
 *
 * <p>Whatever is wrong throws {@link IllegalArgumentException}: file, line, key, value, and what is allowed.
 */
final class Lines {
    private final String file;
    private final String prefix;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /**
     * @param prefix what stands before a key in messages, as {@code hubs.modelhub.}
     * @param allowed its keys
     */
    Lines(String file, String prefix, Node map, Set<String> allowed) {
        this.file = file;
        this.prefix = prefix;
        if (!(map instanceof MappingNode lines)) {
            throw refused(map, prefix + " expected lines of key: value");
        }
        for (NodeTuple line : lines.getValue()) {
            String key = line.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "…";
            if (!allowed.contains(key)) {
                throw refused(
                        line.getKeyNode(), prefix + key + ": no such key; allowed are " + String.join(", ", allowed));
            }
            if (values.put(key, line.getValueNode()) != null) {
                throw refused(line.getKeyNode(), prefix + key + ": stands there twice");
            }
        }
    }

    /** A value; null where its key is not there. */
    <T> @Nullable T one(String key, Function<String, T> word) {
        Node value = values.get(key);
        return value == null ? null : read(key, value, word);
    }

    /** Values between brackets, or a single one; null where the key is not there. */
    @Nullable
    List<String> list(String key, Function<String, String> word) {
        Node value = values.get(key);
        if (value == null) {
            return null;
        }
        List<String> read = new ArrayList<>();
        for (Node item : value instanceof SequenceNode items ? items.getValue() : List.of(value)) {
            read.add(read(key, item, word));
        }
        return read;
    }

    /** The maps under a key, by their own keys. */
    Map<String, Lines> maps(String key, Function<String, String> word, Set<String> allowed) {
        Map<String, Lines> read = new LinkedHashMap<>();
        Node value = values.get(key);
        if (value == null) {
            return read;
        }
        if (!(value instanceof MappingNode maps)) {
            throw refused(value, prefix + key + ": expected a name and its lines");
        }
        for (NodeTuple map : maps.getValue()) {
            String name = read(key, map.getKeyNode(), word);
            if (read.put(name, new Lines(file, prefix + key + "." + name + ".", map.getValueNode(), allowed)) != null) {
                throw refused(map.getKeyNode(), prefix + key + "." + name + ": stands there twice");
            }
        }
        return read;
    }

    /** What a missing line of {@code key} throws. */
    IllegalArgumentException missing(String key, String needed) {
        return new IllegalArgumentException(file + ": " + prefix + key + ": missing; " + needed);
    }

    /** What the line of {@code key} throws, where it does not go with others. */
    IllegalArgumentException unfit(String key, String why) {
        Node value = values.get(key);
        String message = prefix + key + ": " + why;
        return value == null ? new IllegalArgumentException(file + ": " + message) : refused(value, message);
    }

    private <T> T read(String key, Node value, Function<String, T> word) {
        if (!(value instanceof ScalarNode scalar)) {
            throw refused(value, prefix + key + ": expected one value");
        }
        try {
            return word.apply(scalar.getValue());
        } catch (IllegalArgumentException e) {
            throw refused(value, prefix + key + ": " + e.getMessage());
        }
    }

    private IllegalArgumentException refused(Node where, String why) {
        String line = where.getStartMark()
                .map(mark -> " line " + (mark.getLine() + 1))
                .orElse("");
        return new IllegalArgumentException(file + line + ": " + why);
    }
}
