package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, read member by member: what contradicts its type is an issue, and nothing.
 *
 * <p>A member that is null counts as absent. Not for several threads.
 */
final class Row {
    /** Milliseconds of far later instants overflow a long. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    /** Characters of an id or a revision: they stand in keys and in records beside the model. */
    static final int LONGEST_NAME = 500;

    private final JsonNode members;
    private final String path;
    private final Issues issues;

    /**
     * @param members an object
     * @param path what its members' names follow in issues: empty, or for example {@code cardData.}
     */
    Row(JsonNode members, String path, Issues issues) {
        this.members = members;
        this.path = path;
        this.issues = issues;
    }

    /** The member as it is; null where absent or null. */
    @Nullable
    JsonNode get(String name) {
        JsonNode value = members.get(name);
        return value == null || value.isNull() ? null : value;
    }

    boolean has(String name) {
        return members.has(name);
    }

    Set<Map.Entry<String, JsonNode>> entries() {
        return members.properties();
    }

    void issue(String name, String problem) {
        issues.add(path + name, problem);
    }

    /** Notes that {@code value} is not {@code what} was expected. */
    void expected(String what, String name, JsonNode value) {
        issue(name, "expected " + what + ", found " + kind(value));
    }

    /** Text as it stands; null where absent, blank or no text. */
    @Nullable
    String text(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            expected("text", name, value);
            return null;
        }
        return value.textValue().isBlank() ? null : value.textValue();
    }

    /** The same of a member that another reading has said to be no text. */
    @Nullable
    String textAgain(String name) {
        JsonNode value = get(name);
        return value == null || !value.isTextual() || value.textValue().isBlank() ? null : value.textValue();
    }

    /** The same for what names something: null also where it is longer than any name. */
    @Nullable
    String name(String name) {
        String text = text(name);
        if (text != null && text.length() > LONGEST_NAME) {
            issue(name, "expected at most " + LONGEST_NAME + " characters");
            return null;
        }
        return text;
    }

    /** Texts of a member that is one text or a list of them, in the given order. */
    List<String> texts(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(value.isArray() ? value.size() : 1);
        if (value.isArray()) {
            value.forEach(element -> addText(name, element, texts));
        } else {
            addText(name, value, texts);
        }
        return texts;
    }

    private void addText(String name, JsonNode value, List<String> texts) {
        if (!value.isTextual()) {
            expected("text", name, value);
        } else if (!value.textValue().isBlank()) {
            texts.add(value.textValue());
        }
    }

    /** A boolean; false where absent. */
    boolean flag(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isBoolean()) {
            expected("true or false", name, value);
        }
        return value != null && value.booleanValue();
    }

    /** A boolean; null where absent or none. */
    @Nullable
    Boolean truth(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isBoolean()) {
            expected("true or false", name, value);
            return null;
        }
        return value == null ? null : value.booleanValue();
    }

    /** A whole number of 64 bits; null where absent or no such number. */
    @Nullable
    Long whole(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            expected("a whole number", name, value);
            return null;
        }
        return value.longValue();
    }

    /** A finite number; null where absent or no such number. */
    @Nullable
    Double number(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || Double.isInfinite(value.doubleValue())) {
            expected("a number", name, value);
            return null;
        }
        return value.doubleValue();
    }

    /** An ISO 8601 instant, to the millisecond; null where absent or no such text. */
    @Nullable
    Instant time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Instant time = Times.parse(text).truncatedTo(ChronoUnit.MILLIS);
            if (!time.isAfter(LATEST) && !time.isBefore(Instant.EPOCH)) {
                return time;
            }
        } catch (DateTimeException e) {
            // falls through to the issue
        }
        issue(name, "expected an ISO 8601 instant");
        return null;
    }

    /** The members of an object; of nothing where absent or no object. */
    Row object(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isObject()) {
            expected("an object", name, value);
        }
        JsonNode object = value != null && value.isObject() ? value : MissingNode.getInstance();
        return new Row(object, path + name + ".", issues);
    }

    /** The members of an object; null where absent, and where it is no object, which is an issue. */
    @Nullable
    Row part(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            expected("an object", name, value);
            return null;
        }
        return new Row(value, path + name + ".", issues);
    }

    /** The same for a member whose kind was looked at before: no issue once more. */
    @Nullable
    Row known(String name) {
        JsonNode value = members.get(name);
        return value != null && value.isObject() ? new Row(value, path + name + ".", issues) : null;
    }

    /** An element of a list, read as a row of the same issues; null where it is no object, which is an issue. */
    @Nullable
    Row element(JsonNode value, String list) {
        if (!value.isObject()) {
            expected("an object", list, value);
            return null;
        }
        return new Row(value, path + list + ".", issues);
    }

    /** The field path of a member, as issues and provenance name it. */
    String path(String name) {
        return path + name;
    }

    /** The elements of a list; none where absent or no list. */
    Iterable<JsonNode> list(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            expected("a list", name, value);
            return List.of();
        }
        return value;
    }

    /** Canonical JSON of the member, whatever it is; null where absent or null. */
    @Nullable
    String canonical(String name) {
        return CanonicalJson.of(members.get(name));
    }

    /** Canonical JSON of all members; null where there is no object. */
    @Nullable
    String canonical() {
        return members.isObject() ? CanonicalJson.of(members) : null;
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case BOOLEAN -> value.asText();
            case NUMBER -> "a number";
            case STRING -> "text";
            default -> value.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }
}
