package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JSON tree in one way only: members sorted by name, no blanks, numbers as the tree holds them.
 *
 * <p>Escapes what RFC 8259 says must be, and surrogates without a partner, which UTF-8 cannot hold.
 */
final class CanonicalJson {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(512);

    private CanonicalJson() {}

    /** The text of {@code node}; null for null and for a node that is missing. */
    static @Nullable String of(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        CanonicalJson json = new CanonicalJson();
        json.write(node);
        return json.out.toString();
    }

    private void write(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node);
            case ARRAY -> writeArray(node);
            case STRING -> writeText(node.textValue());
            default -> out.append(node.asText());
        }
    }

    private void writeObject(JsonNode node) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Map.Entry<String, JsonNode>[] members = node.properties().toArray(new Map.Entry[0]);
        if (members.length > 1) {
            Arrays.sort(members, Map.Entry.comparingByKey());
        }
        char before = '{';
        for (Map.Entry<String, JsonNode> member : members) {
            out.append(before);
            writeText(member.getKey());
            out.append(':');
            write(member.getValue());
            before = ',';
        }
        out.append(members.length == 0 ? "{}" : "}");
    }

    private void writeArray(JsonNode node) {
        char before = '[';
        for (JsonNode element : node) {
            out.append(before);
            write(element);
            before = ',';
        }
        out.append(node.isEmpty() ? "[]" : "]");
    }

    private void writeText(String text) {
        out.append('"');
        int plain = 0;
        for (int i = firstEscaped(text, 0); i < text.length(); i = firstEscaped(text, plain)) {
            out.append(text, plain, i);
            escape(text.charAt(i));
            plain = i + 1;
        }
        // Nearly all texts hold nothing to escape; a whole one is copied at once.
        (plain == 0 ? out.append(text) : out.append(text, plain, text.length())).append('"');
    }

    /** Where the next character is that must not stand as it is; the length where there is none. */
    private static int firstEscaped(String text, int from) {
        int i = from;
        while (i < text.length() && !isEscaped(text, i)) {
            i++;
        }
        return i;
    }

    private static boolean isEscaped(String text, int i) {
        char c = text.charAt(i);
        return c < ' ' || c == '"' || c == '\\' || (Character.isSurrogate(c) && isLone(text, i));
    }

    /** Whether the surrogate at {@code i} has no partner. */
    private static boolean isLone(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default ->
                out.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
        }
    }
}
