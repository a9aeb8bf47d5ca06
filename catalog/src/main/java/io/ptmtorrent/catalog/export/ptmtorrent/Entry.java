package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a 2023 file, built member by member; what is null is left out, what the schema refuses is left out and
 * counted.
 *
 * @param json what is there so far
 * @param path what its members' names follow in the account: empty, or for example {@code cardData.}
 */
record Entry(ObjectNode json, String path, Account account) {
    static Entry begin(Account account) {
        return new Entry(JsonNodeFactory.instance.objectNode(), "", account);
    }

    Entry number(String name, @Nullable Long value) {
        if (value != null) {
            json.put(name, value.longValue());
        }
        return this;
    }

    Entry flag(String name, @Nullable Boolean value) {
        if (value != null) {
            json.put(name, value.booleanValue());
        }
        return this;
    }

    Entry text(String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
        return this;
    }

    /** A text that the schema wants in any case: {@code ""} where there is none. */
    Entry required(String name, @Nullable String value) {
        json.put(name, value == null ? "" : value);
        if (value == null || value.isEmpty()) {
            account.empty(path + name);
        }
        return this;
    }

    /** Texts, if there are any: an empty list is refused by {@code contains}. */
    Entry texts(String name, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = json.putArray(name);
            values.forEach(list::add);
        }
        return this;
    }

    /** The one text of a list; several are more than the schema holds. */
    Entry single(String name, List<String> values) {
        if (values.size() == 1) {
            json.put(name, values.getFirst());
        } else if (!values.isEmpty()) {
            account.leftOut(path + name);
        }
        return this;
    }

    /** A text that must be one of those of 2023. */
    Entry oneOf(Set<String> allowed, String name, @Nullable String value) {
        if (value != null && allowed.contains(value)) {
            json.put(name, value);
        } else if (value != null) {
            account.leftOut(path + name);
        }
        return this;
    }

    /** A web address (RFC 3986). */
    Entry address(String name, @Nullable String value) {
        if (isAddress(value)) {
            json.put(name, value);
        } else if (value != null) {
            account.leftOut(path + name);
        }
        return this;
    }

    /** The same where null stands for none. */
    Entry addressOrNull(String name, @Nullable String value) {
        json.putNull(name);
        return address(name, value);
    }

    /** The member is null where there is none. */
    Entry orNull(String name, @Nullable JsonNode value) {
        json.set(name, value == null ? JsonNodeFactory.instance.nullNode() : value);
        return this;
    }

    /** An object as member. */
    Entry object(String name) {
        return new Entry(json.putObject(name), path + name + ".", account);
    }

    static boolean isAddress(@Nullable String value) {
        if (value == null || !(value.startsWith("https://") || value.startsWith("http://"))) {
            return false;
        }
        try {
            URI address = new URI(value);
            return address.getHost() != null && address.toASCIIString().equals(value);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
