package io.ptmtorrent.crawler.hub.modelhub;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** Why bytes are no JSON, in a few words for people. */
final class JsonFault {
    private static final int SHOWN = 200;

    private JsonFault() {}

    static String of(IOException e) {
        String message =
                e instanceof JsonProcessingException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
        return message.substring(0, Math.min(message.length(), SHOWN));
    }
}
