package io.ptmtorrent.inspection.numpy;

import io.ptmtorrent.inspection.bytes.Broken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A header, out of its literal.
 *
 * @param count elements of the array
 * @param width bytes an element
 * @param hasObjects whether any field is an object of Python
 */
record NumpyHeader(long count, long width, boolean hasObjects) {
    long bytes(long offset) throws Broken {
        if (Math.multiplyHigh(count, width) != 0 || count * width < 0) {
            throw Broken.malformed(offset, "an array larger than any file");
        }
        return count * width;
    }

    static NumpyHeader parse(String header, long offset) throws Broken {
        Object literal = new Literal(header, offset).parse();
        if (!(literal instanceof Map<?, ?> map)
                || map.size() != 3
                || !(map.get("fortran_order") instanceof Boolean)
                || !(map.get("shape") instanceof List<?> shape)
                || !map.containsKey("descr")) {
            throw Broken.malformed(offset, "the header has not just descr, fortran_order and shape");
        }
        long count = 1;
        for (Object size : shape) {
            if (!(size instanceof Long factor)
                    || factor < 0
                    || Math.multiplyHigh(count, factor) != 0
                    || count * factor < 0) {
                throw Broken.malformed(offset, "the shape is none");
            }
            count *= factor;
        }
        Width width = width(map.get("descr"), offset, 0);
        return new NumpyHeader(count, width.bytes(), width.hasObjects());
    }

    private record Width(long bytes, boolean hasObjects) {}

    private static Width width(@Nullable Object descr, long offset, int depth) throws Broken {
        if (descr instanceof String text) {
            return simple(text, offset);
        }
        if (!(descr instanceof List<?> fields) || depth > 8) {
            throw Broken.malformed(offset, "descr is no type");
        }
        long bytes = 0;
        boolean objects = false;
        for (Object field : fields) {
            if (!(field instanceof List<?> parts) || parts.size() < 2 || parts.size() > 3) {
                throw Broken.malformed(offset, "a field of descr is none");
            }
            Width width = width(parts.get(1), offset, depth + 1);
            bytes += width.bytes() * times(parts, offset);
            objects |= width.hasObjects();
            if (bytes < 0) {
                throw Broken.malformed(offset, "an element larger than any file");
            }
        }
        return new Width(bytes, objects);
    }

    private static long times(List<?> field, long offset) throws Broken {
        long times = 1;
        if (field.size() == 3 && field.get(2) instanceof List<?> shape) {
            for (Object size : shape) {
                if (!(size instanceof Long factor) || factor < 0 || factor > 1 << 20 || times > 1 << 20) {
                    throw Broken.malformed(offset, "the shape of a field is none");
                }
                times *= factor;
            }
        }
        return times;
    }

    private static Width simple(String type, long offset) throws Broken {
        String plain = type.replaceFirst("^[|<>=]", "").replaceFirst("\\[.*$", "");
        if (plain.matches("O[48]?")) {
            return new Width(8, true);
        }
        if (!plain.matches("[biufcmMSUVa?][0-9]{0,9}")) {
            throw Broken.malformed(offset, "type '" + type + "' is none of numpy's");
        }
        long digits = plain.length() == 1 ? 1 : Long.parseLong(plain.substring(1));
        return new Width(plain.charAt(0) == 'U' ? 4 * digits : digits, false);
    }

    /** The part of Python's literals that numpy writes: dicts, tuples, lists, strings, numbers, True and False. */
    private static final class Literal {
        private static final int DEPTH = 16;

        private final String text;
        private final long offset;
        private int at;

        Literal(String text, long offset) {
            this.text = text;
            this.offset = offset;
        }

        Object parse() throws Broken {
            Object value = value(0);
            space();
            if (at < text.length()) {
                throw fault();
            }
            return value;
        }

        private Broken fault() {
            return Broken.malformed(offset + at, "the header is no literal that numpy writes");
        }

        private void space() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private boolean take(char expected) {
            space();
            if (at < text.length() && text.charAt(at) == expected) {
                at++;
                return true;
            }
            return false;
        }

        private Object value(int depth) throws Broken {
            space();
            if (depth > DEPTH || at >= text.length()) {
                throw fault();
            }
            char first = text.charAt(at);
            if (first == '{') {
                return map(depth);
            }
            if (first == '(' || first == '[') {
                at++;
                return list(first == '(' ? ')' : ']', depth);
            }
            return first == '\'' || first == '"' ? string(first) : word();
        }

        private Map<String, Object> map(int depth) throws Broken {
            at++;
            Map<String, Object> map = new LinkedHashMap<>();
            while (!take('}')) {
                if (!(value(depth + 1) instanceof String key) || !take(':')) {
                    throw fault();
                }
                if (map.put(key, value(depth + 1)) != null) {
                    throw fault();
                }
                if (!take(',') && (at >= text.length() || text.charAt(at) != '}')) {
                    throw fault();
                }
            }
            return map;
        }

        private List<Object> list(char end, int depth) throws Broken {
            List<Object> list = new ArrayList<>();
            while (!take(end)) {
                list.add(value(depth + 1));
                if (!take(',') && (at >= text.length() || text.charAt(at) != end)) {
                    throw fault();
                }
            }
            return list;
        }

        private String string(char quote) throws Broken {
            int end = text.indexOf(quote, at + 1);
            String inside = end < 0 ? "\\" : text.substring(at + 1, end);
            if (inside.indexOf('\\') >= 0) {
                throw fault();
            }
            at = end + 1;
            return inside;
        }

        private Object word() throws Broken {
            int from = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-')) {
                at++;
            }
            String word = text.substring(from, at);
            if (word.equals("True") || word.equals("False")) {
                return word.equals("True");
            }
            String digits = word.replaceFirst("L$", "");
            if (!digits.matches("-?[0-9]{1,18}")) {
                throw fault();
            }
            return Long.parseLong(digits);
        }
    }
}
