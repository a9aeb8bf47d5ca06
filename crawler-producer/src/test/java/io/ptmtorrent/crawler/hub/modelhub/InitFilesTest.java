package io.ptmtorrent.crawler.hub.modelhub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InitFilesTest {
    private static final String URL = "https://github.com/acme/net/releases/download/v1/model.h5";

    @ParameterizedTest
    @CsvSource({
        "contrib_src/model/model.h5, contrib_src/model/model.h5",
        "/contrib_src/model/model.h5, contrib_src/model/model.h5",
        "//contrib_src//model.h5, contrib_src/model.h5",
        "./contrib_src/./model.h5, contrib_src/model.h5",
        "contrib_src/one/../two/model.h5, contrib_src/two/model.h5",
        "a/../b, b",
        "..., ...",
        "../model.h5,",
        "/../model.h5,",
        "a/../../model.h5,",
        "a/..,",
        "contrib_src/model/,",
        "/,"
    })
    void aDestinationStaysInItsPackage(String given, @Nullable String path) {
        // when
        String normalized = InitFiles.path(given);

        // then
        assertThat(normalized).isEqualTo(path);
    }

    @Test
    void anEmptyOrAbsentDestinationNamesNoFile() {
        assertThat(InitFiles.path("")).isNull();
        assertThat(InitFiles.path(null)).isNull();
        assertThat(InitFiles.path("a/".repeat(3_000) + "b")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e.g. link to model weights",
                "IF YOU DON'T NEED EXTERNAL FILES, DEFINE external_contrib_files AS AN EMPTY ARRAY",
                "ftp://example.org/model.h5",
                "file:///etc/passwd",
                "https://user:secret@example.org/model.h5",
                "/model.h5",
                ""
            })
    void whatIsNoWebAddressIsNoFile(String url) {
        // when
        Map<String, String> files = read(entry(url, "/a"));

        // then
        assertThat(files).isEmpty();
    }

    @Test
    void oneAssetMayGoToTwoPlacesAndTheLastOneForAPathCounts() {
        // when
        Map<String, String> files =
                read(entry(URL, "a") + "," + entry(URL + "2", "/b") + "," + entry(URL, "/b") + "," + entry(URL, "/a"));

        // then
        assertThat(files).containsExactlyInAnyOrderEntriesOf(Map.of("a", URL, "b", URL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{\"external_contrib_files\":\"none\"}",
                "{\"external_contrib_files\":[1,null,{},{\"src_url\":7,\"dest_file_path\":\"a\"}]}"
            })
    void anInitFileThatIsNoneGivesNoFile(String text) {
        assertThat(InitFiles.read(text.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void noInitFileGivesNoFile() {
        assertThat(InitFiles.read(null)).isEmpty();
    }

    private static Map<String, String> read(String entries) {
        return InitFiles.read(("{\"external_contrib_files\":[" + entries + "]}").getBytes(UTF_8));
    }

    private static String entry(String url, String path) {
        return "{\"src_url\":\"" + url + "\",\"dest_file_path\":\"" + path + "\"}";
    }
}
