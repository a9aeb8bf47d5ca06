package io.ptmtorrent.crawler.hub.modelscope;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The envelopes of the hub's two APIs: {@code {"success":true,"data":…}} and {@code {"Code":200,"Success":true,"Data":…}}.
 * Either may say with status 200 that it failed.
 */
final class ScopeJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int OK = 200;
    private static final int SHOWN = 200;

    private ScopeJson() {}

    static JsonNode read(ByteBuffer json) throws IOException {
        return JSON.readTree(json.array(), json.arrayOffset() + json.position(), json.remaining());
    }

    /** What an answer holds. */
    static JsonNode data(JsonNode answer) {
        return answer.has("data") ? answer.path("data") : answer.path("Data");
    }

    /** Whether an answer says that it is one. */
    static boolean isSuccess(JsonNode answer) {
        JsonNode success = answer.has("success") ? answer.path("success") : answer.path("Success");
        return success.asBoolean(true) && answer.path("Code").asInt(OK) == OK;
    }

    /** What an answer says of its failure, for people. */
    static String failure(JsonNode answer) {
        String message = answer.has("message")
                ? answer.path("message").asText()
                : answer.path("Message").asText();
        String shown = message.substring(0, Math.min(SHOWN, message.length()));
        return "success false"
                + (answer.has("Code") ? ", code " + answer.path("Code").asText() : "")
                + (shown.isBlank() ? "" : ": " + shown);
    }
}
