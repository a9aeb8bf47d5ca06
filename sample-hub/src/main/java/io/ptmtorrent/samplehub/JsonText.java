package io.ptmtorrent.samplehub;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Writes one JSON text, commas included; quicker than a tree, since pages are rendered when they are asked for. */
final class JsonText {
    private final StringBuilder out = new StringBuilder(2_048);
    private boolean comma;

    JsonText open() {
        return start('{');
    }

    JsonText close() {
        return end('}');
    }

    JsonText list() {
        return start('[');
    }

    JsonText endList() {
        return end(']');
    }

    JsonText name(String name) {
        out.append(comma ? ",\"" : "\"").append(name).append("\":");
        comma = false;
        return this;
    }

    /** Writes one of the hub's own words, which hold no quote, backslash or control character. */
    JsonText text(@Nullable String value) {
        separate();
        if (value == null) {
            out.append("null");
        } else {
            out.append('"').append(value).append('"');
        }
        return this;
    }

    /** Writes text from anywhere, such as a caller's words in an error. */
    JsonText foreign(String value) {
        separate();
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            escape(value.charAt(i));
        }
        out.append('"');
        return this;
    }

    JsonText number(long value) {
        separate();
        out.append(value);
        return this;
    }

    JsonText bool(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    /** Writes a value that is JSON already. */
    JsonText raw(String json) {
        separate();
        out.append(json);
        return this;
    }

    JsonText texts(Collection<String> values) {
        list();
        values.forEach(this::text);
        return endList();
    }

    JsonText member(String name, @Nullable String value) {
        return name(name).text(value);
    }

    JsonText member(String name, long value) {
        return name(name).number(value);
    }

    byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void escape(char c) {
        if (c == '"' || c == '\\') {
            out.append('\\').append(c);
        } else if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
        } else {
            out.append(c);
        }
    }

    private JsonText start(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    private JsonText end(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = true;
    }
}
