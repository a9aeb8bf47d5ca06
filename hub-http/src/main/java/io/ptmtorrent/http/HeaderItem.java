package io.ptmtorrent.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One item of a list header: a name and parameters, as {@code "fixed window";"api";q=500;w=300}.
 *
 * @param name the last bare part, without its quotes; empty if there is none
 * @param parameters by lower-case key, as text
 */
record HeaderItem(String name, Map<String, String> parameters) {
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_TEXT = 4096;
    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,18})(?:\\.[0-9]*)?");

    /** The items of all lines of one header, in order; of a very long one only the start is read. */
    static List<HeaderItem> parse(List<String> lines, int most) {
        String text = String.join(",", lines);
        String start = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
        return split(start, ',').stream()
                .limit(most)
                .map(item -> of(split(item, ';')))
                .toList();
    }

    OptionalLong number(String key) {
        return wholeNumber(parameters.get(key));
    }

    /** A whole number of 0 or more; a fraction is cut off, everything else is empty. */
    static OptionalLong wholeNumber(@Nullable String text) {
        Matcher found = NUMBER.matcher(text == null ? "" : text.strip());
        return found.matches() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
    }

    static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private static HeaderItem of(List<String> parts) {
        String name = "";
        Map<String, String> parameters = new HashMap<>();
        for (String part : parts) {
            int equal = part.startsWith("\"") ? -1 : part.indexOf('=');
            if (equal < 0) {
                name = shortened(unquoted(part));
            } else {
                String key = part.substring(0, equal).strip().toLowerCase(Locale.ROOT);
                parameters.putIfAbsent(key, unquoted(part.substring(equal + 1).strip()));
            }
        }
        return new HeaderItem(name, parameters);
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** The stripped parts between separators outside quotes; by hand, since a hub's header feeds no regular expression. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }
}
