package io.ptmtorrent.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * An answer: an HTTP status and its JSON body.
 *
 * <p>Error codes: Confluent's Schema Registry API reference, 7.9.
 */
record Reply(int status, JsonNode body) {

    static Reply ok(JsonNode body) {
        return new Reply(200, body);
    }

    /**
     * A refusal in the shape of Confluent's.
     *
     * @param code Confluent's error code; its first three digits are the HTTP status
     * @param message for people
     */
    static Reply error(int code, String message) {
        int status = code >= 1000 ? code / 100 : code;
        return new Reply(
                status,
                JsonNodeFactory.instance.objectNode().put("error_code", code).put("message", message));
    }

    static Reply noSubject(String subject) {
        return error(40401, "Subject '" + subject + "' not found.");
    }

    static Reply noVersion(String version) {
        return error(40402, "Version " + version + " not found.");
    }

    static Reply noSchema() {
        return error(40403, "Schema not found");
    }

    static Reply invalidSchema(String why) {
        return error(42201, "Invalid schema: " + why);
    }

    static Reply invalidVersion(String version) {
        return error(
                42202,
                "The specified version '" + version
                        + "' is not a valid version id. Allowed values are between [1, 2^31-1]"
                        + " and the string \"latest\"");
    }
}
