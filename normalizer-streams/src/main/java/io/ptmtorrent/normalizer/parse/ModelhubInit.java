package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code init/init.json} says of a model at Modelhub.ai: its Docker image, and the files fetched from elsewhere.
 *
 * <p>The crawler lists those files with their addresses; here is said which of them it had to leave out.
 */
final class ModelhubInit {
    private static final String FILES = "external_contrib_files";
    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://[^\\s/]+.*");

    /** An image's name in Docker's grammar, roughly: the template's text has blanks and capitals. */
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-z0-9._/:@-]*(:[A-Za-z0-9._-]+)?");

    private ModelhubInit() {}

    /** The image; null where the template's text was left. */
    static @Nullable String dockerId(Row init) {
        String image = init.text("docker_id");
        if (image == null || IMAGE.matcher(image).matches()) {
            return image;
        }
        init.issue("docker_id", "expected the name of a Docker image");
        return null;
    }

    /** Notes every file that is none. */
    static void check(Row init) {
        for (JsonNode file : init.list(FILES)) {
            String problem = problem(file);
            if (problem != null) {
                init.issue(FILES, problem);
            }
        }
    }

    private static @Nullable String problem(JsonNode file) {
        String url = file.path("src_url").textValue();
        if (url == null || !ADDRESS.matcher(url.strip()).matches()) {
            return "expected an http or https address as src_url";
        }
        String path = file.path("dest_file_path").textValue();
        if (path == null || path.endsWith("/")) {
            return "expected the path of a file as dest_file_path";
        }
        return leaves(path) ? "dest_file_path leads out of the package" : null;
    }

    private static boolean leaves(String path) {
        int depth = 0;
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                depth--;
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return depth == 0;
    }
}
