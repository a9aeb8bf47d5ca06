package io.ptmtorrent.crawler.hub.modelhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.JsonElements;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The registry's rows; a model's key is the registry's {@code id}, which is not always that of its config.json.
 *
 * @param models in the registry's order; of several with one id the first
 * @param rejects what is no model
 */
record RegistryRows(List<RegistryRow> models, List<HubReject> rejects) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads the registry.
     *
     * @return null where it is JSON, but no array
     * @throws IOException where it is not JSON
     */
    static @Nullable RegistryRows read(byte[] body) throws IOException {
        List<ByteBuffer> elements = JsonElements.ofArray(body);
        if (elements == null) {
            return null;
        }
        List<RegistryRow> models = new ArrayList<>(elements.size());
        List<HubReject> rejects = new ArrayList<>(0);
        Set<String> ids = new HashSet<>();
        for (ByteBuffer element : elements) {
            RegistryRow row = row(element);
            if (row == null) {
                String message = "a row of the registry without a usable id";
                rejects.add(new HubReject(DeadLetterReason.MISSING_ID, message, element));
            } else if (ids.add(row.id())) {
                models.add(row);
            } else {
                String message = "the registry has the id '" + row.id() + "' more than once; the first row counts";
                rejects.add(new HubReject(DeadLetterReason.BAD_ROW, message, element));
            }
        }
        return new RegistryRows(models, rejects);
    }

    Optional<RegistryRow> first(Predicate<RegistryRow> wanted) {
        return models.stream().filter(wanted).findFirst();
    }

    private static @Nullable RegistryRow row(ByteBuffer element) throws IOException {
        JsonNode row = JSON.readTree(element.array(), element.arrayOffset() + element.position(), element.remaining());
        String id = row.path("id").textValue();
        String name = row.path("name").textValue();
        if (id == null || !HubRow.usable(id)) {
            return null;
        }
        return new RegistryRow(
                element,
                id,
                name != null && HubRow.usable(name) ? name : id,
                row.path("github").textValue());
    }
}
