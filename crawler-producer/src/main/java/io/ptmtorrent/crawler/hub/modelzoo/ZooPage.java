package io.ptmtorrent.crawler.hub.modelzoo;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.JsonElements;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A page of the hub's listing: {@code {"models":[…]}}, as PTMTorrent found it in January 2023; a bare list is taken too.
 *
 * @param models in the hub's order
 * @param rejects what is no model
 * @param digest of what it says of its models, but for their stars, in whatever order
 */
record ZooPage(List<ZooRow> models, List<HubReject> rejects, String digest) {
    /**
     * Reads a page.
     *
     * @return null where it is JSON, but no listing
     * @throws IOException where it is not JSON
     */
    static @Nullable ZooPage read(byte[] body) throws IOException {
        List<ByteBuffer> elements = JsonElements.ofMember(body, "models");
        if (elements == null) {
            elements = JsonElements.ofArray(body);
        }
        return elements == null ? null : of(elements);
    }

    /** How many elements the hub's page has: so many the next one lies further on. */
    int size() {
        return models.size() + rejects.size();
    }

    private static ZooPage of(List<ByteBuffer> elements) throws IOException {
        List<ZooRow> models = new ArrayList<>(elements.size());
        List<HubReject> rejects = new ArrayList<>(0);
        TreeSet<String> texts = new TreeSet<>();
        for (ByteBuffer element : elements) {
            JsonNode row = ZooJson.read(element);
            String slug = row.path("slug").textValue();
            if (slug != null && ZooApi.isSlug(slug)) {
                models.add(new ZooRow(element, slug));
            } else {
                String message = "a row of the listing without a usable slug";
                rejects.add(new HubReject(DeadLetterReason.MISSING_ID, message, element));
            }
            texts.add(ZooJson.withoutStars(row));
        }
        String all = String.join("\n", texts);
        return new ZooPage(
                models,
                rejects,
                ByteString.of(all.getBytes(StandardCharsets.UTF_8)).sha256().hex());
    }
}
