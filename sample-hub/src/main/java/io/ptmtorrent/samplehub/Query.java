package io.ptmtorrent.samplehub;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a query, decoded; {@code name[]} is the same as {@code name}. */
record Query(Map<String, List<String>> values) {

    static Query parse(String raw) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String bare = name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
                values.computeIfAbsent(bare, any -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return new Query(values);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    String first(String name, String otherwise) {
        return all(name).isEmpty() ? otherwise : all(name).getFirst();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The whole query again with another value of one parameter, which comes last. */
    String with(String name, String value) {
        StringBuilder text = new StringBuilder();
        values.forEach((key, list) -> {
            if (!key.equals(name)) {
                list.forEach(each ->
                        text.append(key).append('=').append(encoded(each)).append('&'));
            }
        });
        return text.append(name).append('=').append(encoded(value)).toString();
    }

    /** Percent-decoding that leaves alone what is no escape. */
    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
