package io.ptmtorrent.crawler.hub.pytorch;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts strings into Python's three kinds of templates, as far as they ask for plain strings. */
final class PythonFormat {
    private static final Pattern BRACES = Pattern.compile("\\{\\{|}}|\\{\\s*([A-Za-z0-9_]*)\\s*}|[{}]");
    private static final Pattern PERCENT = Pattern.compile("%(.)");

    private PythonFormat() {}

    /** An f-string; null where it asks for more than names, or for one that is not known. */
    static @Nullable String template(String text, Function<String, @Nullable String> names) {
        return filled(text, name -> name.isEmpty() ? null : names.apply(name));
    }

    /** {@code text.format(...)}; null where an argument is missing. */
    static @Nullable String format(String text, List<String> arguments, Map<String, String> named) {
        Iterator<String> next = arguments.iterator();
        return filled(text, name -> {
            if (name.isEmpty()) {
                return next.hasNext() ? next.next() : null;
            }
            boolean index = name.matches("[0-9]{1,3}");
            int at = index ? Integer.parseInt(name) : 0;
            return index ? (at < arguments.size() ? arguments.get(at) : null) : named.get(name);
        });
    }

    /** {@code text % (...)}; null where it asks for other things than strings, or for more. */
    static @Nullable String percent(String text, List<String> arguments) {
        Iterator<String> next = arguments.iterator();
        StringBuilder value = new StringBuilder();
        Matcher percent = PERCENT.matcher(text);
        while (percent.find()) {
            boolean literal = percent.group(1).equals("%");
            if (!literal && (!percent.group(1).equals("s") || !next.hasNext())) {
                return null;
            }
            percent.appendReplacement(value, Matcher.quoteReplacement(literal ? "%" : next.next()));
        }
        return percent.appendTail(value).toString();
    }

    private static @Nullable String filled(String text, Function<String, @Nullable String> fields) {
        StringBuilder value = new StringBuilder();
        Matcher braces = BRACES.matcher(text);
        while (braces.find()) {
            boolean doubled = braces.group().equals("{{") || braces.group().equals("}}");
            String field = braces.group(1);
            String part = doubled ? braces.group().substring(1) : field == null ? null : fields.apply(field);
            if (part == null) {
                return null;
            }
            braces.appendReplacement(value, Matcher.quoteReplacement(part));
        }
        return braces.appendTail(value).toString();
    }
}
