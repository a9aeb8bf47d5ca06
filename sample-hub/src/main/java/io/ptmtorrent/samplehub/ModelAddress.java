package io.ptmtorrent.samplehub;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A URL path below a model, taken apart: {@code owner/name} or {@code name}, then perhaps {@code action/revision/rest}.
 *
 * @param id decoded
 * @param action empty for the model itself
 * @param revision decoded, empty without action
 * @param rest decoded, empty if there is none
 * @param tail what follows the id, as sent
 */
record ModelAddress(String id, String action, String revision, String rest, String tail) {
    private static final Set<String> ACTIONS = Set.of("tree", "revision", "resolve");

    /** Reads what follows the prefix; empty if no model can be meant. */
    static Optional<ModelAddress> parse(String below) {
        List<String> parts = Arrays.asList(below.split("/", -1));
        for (int owner = 1; owner <= 2; owner++) {
            if (parts.size() == owner || (parts.size() >= owner + 2 && ACTIONS.contains(parts.get(owner)))) {
                return Optional.of(at(parts, owner));
            }
        }
        return Optional.empty();
    }

    /** What follows the revision, as sent: how its slashes and dots were encoded is the caller's business. */
    String restAsSent() {
        return tail.split("/", 4)[3];
    }

    private static ModelAddress at(List<String> parts, int idParts) {
        List<String> tail = parts.subList(idParts, parts.size());
        String id = decoded(String.join("/", parts.subList(0, idParts)));
        if (tail.isEmpty()) {
            return new ModelAddress(id, "", "", "", "");
        }
        String rest = decoded(String.join("/", tail.subList(2, tail.size())));
        return new ModelAddress(id, tail.get(0), decoded(tail.get(1)), rest, "/" + String.join("/", tail));
    }

    /** Percent-decoding for paths, where a plus is a plus. */
    private static String decoded(String text) {
        return Query.decoded(text.replace("+", "%2B"));
    }
}
