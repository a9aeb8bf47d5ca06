package io.ptmtorrent.crawler.hub.modelhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The files that {@code init/init.json} has fetched into a model's folder: {@code external_contrib_files} (modelhub-ai,
 * config_schema and the contribution guide, 2022).
 *
 * <p>Many are still the template's text ("e.g. link to model weights"): what is no http or https address is no file.
 */
final class InitFiles {
    private static final JsonMapper JSON = new JsonMapper();

    /** The longest real one names five. */
    private static final int MOST_FILES = 1_000;

    private static final int LONGEST_ADDRESS = 4_000;
    private static final int LONGEST_PATH = 4_000;

    private InitFiles() {}

    /**
     * Addresses by path in the package; of several for one path the last, as the fetching script has it.
     *
     * @param text the file's bytes; null where there is none. What is not as meant gives no file: the normalizer, which
     *     sees the same text, says so
     */
    static Map<String, String> read(byte @Nullable [] text) {
        Map<String, String> files = new TreeMap<>();
        for (JsonNode file : list(text)) {
            String path = path(file.path("dest_file_path").textValue());
            String url = url(file.path("src_url").textValue());
            if (path != null && url != null && files.size() < MOST_FILES) {
                files.put(path, url);
            }
        }
        return files;
    }

    private static JsonNode list(byte @Nullable [] text) {
        try {
            return text == null ? JSON.createArrayNode() : JSON.readTree(text).path("external_contrib_files");
        } catch (IOException e) {
            return JSON.createArrayNode();
        }
    }

    private static @Nullable String url(@Nullable String text) {
        HttpUrl url = text == null || text.length() > LONGEST_ADDRESS ? null : HttpUrl.parse(text.strip());
        return url == null || !url.username().isEmpty() || !url.password().isEmpty() ? null : url.toString();
    }

    /**
     * A destination without its leading slash, which some have and some lack, and without dots; null where it leaves the
     * package or names nothing.
     */
    static @Nullable String path(@Nullable String text) {
        if (text == null || text.length() > LONGEST_PATH || text.endsWith("/")) {
            return null;
        }
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : text.split("/", -1)) {
            boolean up = segment.equals("..");
            if (up && segments.pollLast() == null) {
                return null;
            }
            if (!up && !segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return segments.isEmpty() ? null : String.join("/", segments);
    }
}
