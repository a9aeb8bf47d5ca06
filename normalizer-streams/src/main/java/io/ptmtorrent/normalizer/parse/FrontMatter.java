package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the YAML that stands before a Markdown text, between two lines of three dashes (as Jekyll has it). Line ends may
 * be those of any system. For any thread.
 */
final class FrontMatter {
    private static final String FENCE = "---";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private FrontMatter() {}

    /**
     * Its members; none where there is no such YAML map, which is an issue.
     *
     * @param name what issues call it; its members' names follow a dot
     */
    static Row of(String text, String name, Issues issues) {
        List<String> lines =
                text.replaceFirst("^" + BYTE_ORDER_MARK, "").lines().toList();
        int end = end(lines);
        JsonNode tree = MissingNode.getInstance();
        if (end < 0) {
            issues.add(name, "expected YAML between two lines " + FENCE);
        } else {
            String yaml = lines.subList(1, end).stream().collect(Collectors.joining("\n", "", "\n"));
            JsonNode read = YamlReader.read(yaml, name, issues);
            tree = read == null ? tree : read;
            if (read != null && !read.isObject()) {
                issues.add(name, "expected a map");
            }
        }
        return new Row(tree.isObject() ? tree : MissingNode.getInstance(), name + ".", issues);
    }

    /** Index of the line that ends it; -1 where none does. */
    private static int end(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().stripTrailing().equals(FENCE)) {
            return -1;
        }
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).stripTrailing().equals(FENCE)) {
                return i;
            }
        }
        return -1;
    }
}
