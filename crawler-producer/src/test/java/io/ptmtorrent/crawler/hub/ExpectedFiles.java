package io.ptmtorrent.crawler.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.samplehub.git.PackageFile;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** Compares a list of files with what a synthetic hub says of a package. */
public final class ExpectedFiles {
    private static final JsonMapper JSON = new JsonMapper();

    private ExpectedFiles() {}

    /** {@code path url sha256 REPOSITORY} of each file of a page's body. */
    public static List<String> of(FilePage.Listed page) throws IOException {
        JsonNode files = JSON.readTree(SampleWorld.text(page.body())).path("files");
        return StreamSupport.stream(files.spliterator(), false)
                .map(file -> line(
                        file.path("path").asText(),
                        file.path("url").asText(),
                        file.path("sha256").asText(),
                        file.path("artifact").asText().equals("REPOSITORY")))
                .toList();
    }

    /** The same of what is to be expected. */
    public static List<String> of(List<PackageFile> files) {
        return files.stream()
                .map(file ->
                        line(file.path(), file.url(), file.announced() ? file.sha256() + "" : "", file.repository()))
                .toList();
    }

    private static String line(String path, String url, String sha256, boolean repository) {
        return path + " " + url + " " + sha256 + (repository ? " REPOSITORY" : "");
    }
}
