package io.ptmtorrent.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A request, taken apart.
 *
 * @param path its segments, percent-decoded
 * @param query its parameters as they came, {@code name=value}
 * @param body the JSON of the body; a missing node when there is none
 */
record RegistryRequest(String method, List<String> path, List<String> query, JsonNode body) {

    /** Takes a request apart; the server has already refused broken percent-encoding. */
    static RegistryRequest of(String method, URI uri, JsonNode body) {
        String query = uri.getRawQuery();
        return new RegistryRequest(
                method,
                Arrays.stream(uri.getRawPath().split("/"))
                        .filter(segment -> !segment.isEmpty())
                        .map(RegistryRequest::decode)
                        .toList(),
                query == null ? List.of() : List.of(query.split("&")),
                body);
    }

    boolean isGet() {
        return method.equals("GET");
    }

    boolean isPost() {
        return method.equals("POST");
    }

    boolean isPut() {
        return method.equals("PUT");
    }

    /** Whether a query parameter is set to true. */
    boolean flag(String name) {
        return query.contains(name + "=true");
    }

    /** A whole number from 1 upwards. */
    static Optional<Integer> positive(String text) {
        return text.matches("0*[1-9][0-9]{0,8}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /** In a path a plus is a plus. */
    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
