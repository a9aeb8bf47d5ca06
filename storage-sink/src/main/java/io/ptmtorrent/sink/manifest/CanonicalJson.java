package io.ptmtorrent.sink.manifest;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes JSON of which equal values have one form, that of RFC 8785: no blanks, members sorted by UTF-16 code units,
 * only what must be escaped is.
 *
 * <p>Knows text, whole numbers, lists and sorted maps. Pure.
 */
final class CanonicalJson {
    private static final String HEX = "0123456789abcdef";
    private static final int FIRST_PRINTABLE = 0x20;

    private CanonicalJson() {}

    static String of(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.toString();
    }

    private static void write(StringBuilder out, Object value) {
        switch (value) {
            case String text -> writeText(out, text);
            case Long number -> out.append(number.longValue());
            case List<?> list -> writeList(out, list);
            case SortedMap<?, ?> members -> writeMembers(out, members);
            default -> throw new IllegalArgumentException("no canonical form for a " + value.getClass());
        }
    }

    private static void writeList(StringBuilder out, List<?> list) {
        out.append('[');
        Iterator<?> items = list.iterator();
        while (items.hasNext()) {
            write(out, items.next());
            out.append(items.hasNext() ? "," : "");
        }
        out.append(']');
    }

    private static void writeMembers(StringBuilder out, SortedMap<?, ?> members) {
        out.append('{');
        String comma = "";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            out.append(comma);
            writeText(out, (String) member.getKey());
            out.append(':');
            write(out, member.getValue());
            comma = ",";
        }
        out.append('}');
    }

    private static void writeText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            writeCharacter(out, text.charAt(i));
        }
        out.append('"');
    }

    private static void writeCharacter(StringBuilder out, char one) {
        switch (one) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> writePlain(out, one);
        }
    }

    private static void writePlain(StringBuilder out, char one) {
        if (one < FIRST_PRINTABLE) {
            out.append("\\u00").append(HEX.charAt(one >> 4)).append(HEX.charAt(one & 0xf));
        } else {
            out.append(one);
        }
    }
}
