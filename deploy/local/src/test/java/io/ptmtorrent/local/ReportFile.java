package io.ptmtorrent.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report as another program reads it. */
public record ReportFile(JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static ReportFile read(Path file) throws IOException {
        return new ReportFile(JSON.readTree(Files.readAllBytes(file)));
    }

    /** A number of Hugging Face's: listed, models, updates, requests or errors. */
    public long hub(String member) {
        JsonNode value = json.path("hubs").path("huggingface").path(member);
        if (!value.isIntegralNumber()) {
            throw new AssertionError("no number " + member + " in " + json);
        }
        return value.asLong();
    }

    /** Dead letters of the run. */
    public long deadLetters() {
        return json.path("deadLetters").asLong(-1);
    }
}
