package io.ptmtorrent.crawler.hub.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.crawler.git.LfsPointer;
import io.ptmtorrent.crawler.git.Repository;
import io.ptmtorrent.crawler.git.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String COMMIT = "c".repeat(40);
    private static final String BLOB = "b".repeat(40);
    private static final String FOLDER = "validated/vision/digits/small/model/";

    @Test
    void aModelIsAnOnnxFileAndThePackedFileOfTheSameName() {
        // when
        Inventory inventory = inventory(
                pointer(FOLDER + "small-7.tar.gz", 30),
                pointer(FOLDER + "small-8.onnx", 20),
                pointer(FOLDER + "small-7.onnx", 10));

        // then
        assertThat(inventory.models()).containsOnlyKeys(FOLDER + "small-7.onnx", FOLDER + "small-8.onnx");
        assertThat(model(inventory, FOLDER + "small-7.onnx").weights())
                .containsExactly(
                        new Weight(FOLDER + "small-7.onnx", 10, sha256(10), null),
                        new Weight(FOLDER + "small-7.tar.gz", 30, sha256(30), null));
    }

    @Test
    void packedFilesWithoutAnOnnxAreModelsOfTheirOwn() {
        // when
        Inventory inventory = inventory(pointer("Area/big/big.tar.gz", 1), pointer("Area/big/big.zip", 2));

        // then
        assertThat(inventory.models()).containsOnlyKeys("Area/big/big.tar.gz", "Area/big/big.zip");
    }

    @Test
    void equalBytesInTwoPlacesAreTwoModels() {
        // when
        Inventory inventory = inventory(pointer("Area/a/a.onnx", 5), pointer("Area/b/b.onnx", 5));

        // then
        assertThat(inventory.models()).containsOnlyKeys("Area/a/a.onnx", "Area/b/b.onnx");
    }

    @Test
    void contentThatIsNoPointerIsKnownByItsBlobId() {
        // when
        Inventory inventory = inventory(
                file("Area/a/plain.onnx", "not a pointer"),
                new Snapshot.Entry("Area/a/long.onnx", 9_000_000, BLOB, null, null));

        // then
        assertThat(model(inventory, "Area/a/plain.onnx").weights())
                .containsExactly(new Weight("Area/a/plain.onnx", 13, null, BLOB));
        assertThat(model(inventory, "Area/a/long.onnx").weights())
                .containsExactly(new Weight("Area/a/long.onnx", 9_000_000, null, BLOB));
    }

    @Test
    void rowsOfTheManifestGoByPathAndStayAsTheyAre() {
        // given
        String row = "{ \"model\": \"Small\", \"model_path\": \"" + FOLDER + "a.onnx\", \"opset_version\": 7.0 }";
        String other = "{\"model\":\"Small\",\"model_path\":\"" + FOLDER + "b.onnx\"}";

        // when
        Inventory inventory = inventory(
                file("ONNX_HUB_MANIFEST.json", "[\n " + row + ",\n" + other + ", {\"model\":\"no path\"}]"),
                pointer(FOLDER + "a.onnx", 1),
                pointer(FOLDER + "b.onnx", 2));

        // then
        assertThat(model(inventory, FOLDER + "a.onnx").manifest()).containsExactly(row);
        assertThat(model(inventory, FOLDER + "b.onnx").manifest()).containsExactly(other);
        assertThat(model(inventory, FOLDER + "a.onnx").manifestFault()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{"model_path":"PATH"},{"model_path":  | 1 | no JSON
            [{"model_path":"PATH"},7]              | 1 | something else than rows
            {"model_path":"PATH"}                  | 0 | no JSON array
            <html>                                 | 0 | no JSON
            """)
    void aBrokenManifestIsSaidOfValidatedModelsAndCostsNone(String manifest, int rows, String fault) {
        // when
        Inventory inventory = inventory(
                file("ONNX_HUB_MANIFEST.json", manifest.replace("PATH", FOLDER + "a.onnx")),
                pointer(FOLDER + "a.onnx", 1),
                pointer("Area/b/b.onnx", 2));

        // then
        ZooModel validated = model(inventory, FOLDER + "a.onnx");
        assertThat(validated.manifest()).hasSize(rows);
        assertThat(validated.manifestFault()).contains(fault);
        assertThat(model(inventory, "Area/b/b.onnx").manifestFault()).isNull();
    }

    @Test
    void aFamilyIsListedByTheLineOfTheZoosReadmeThatLinksToItsFolder() {
        // given
        String page = """
                # The zoo
                |Not|a list|
                |-|-|

                ### Digits <a name="digits"/>
                |Model Class |Reference |
                |-|-|
                |<b>[Small](validated/vision/digits/small/)</b>|[T. Ern](https://arxiv.org/abs/1801.00042)|
                |Some other|[G. Ull](https://arxiv.org/abs/1801.00043)|
                |<b>[Again](validated/vision/digits/small)</b>|none|
                """;

        // when
        Inventory inventory = inventory(
                file("README.md", page),
                file("validated/vision/digits/small/README.md", "small"),
                pointer(FOLDER + "a.onnx", 1),
                pointer("Area/small/a.onnx", 2));

        // then
        ZooModel listed = model(inventory, FOLDER + "a.onnx");
        assertThat(listed.listed())
                .isEqualTo(new FrontPage.Listed(
                        "### Digits <a name=\"digits\"/>",
                        "|Model Class |Reference |",
                        "|<b>[Small](validated/vision/digits/small/)</b>|[T. Ern](https://arxiv.org/abs/1801.00042)|"));
        assertThat(listed.readmePath()).isEqualTo("validated/vision/digits/small/README.md");
        assertThat(model(inventory, "Area/small/a.onnx").listed()).isNull();
        assertThat(new String(listed.envelope(COMMIT), UTF_8))
                .contains("\"listed\":{\"header\":\"|Model Class |Reference |\",\"heading\":\"### Digits")
                .contains("\"readmePath\":\"validated/vision/digits/small/README.md\"");
    }

    @Test
    void statisticsStandBesideTheWeightAndTheReadmeThereOrOneFolderUp() {
        // when
        Inventory inventory = inventory(
                file("README.md", "the zoo"),
                file("validated/vision/digits/small/README.md", "small"),
                file("Area/turnkey_stats.yaml", "of nobody"),
                file("Area/a/turnkey_stats.yaml", "class: A"),
                file("Area/b/README.md", "b"),
                pointer(FOLDER + "a.onnx", 1),
                pointer("Area/a/a.onnx", 2),
                pointer("Area/b/b.onnx", 3),
                pointer("root.onnx", 4));

        // then
        assertThat(model(inventory, FOLDER + "a.onnx").readme()).isEqualTo("small");
        assertThat(model(inventory, "Area/a/a.onnx").turnkey()).isEqualTo("class: A");
        assertThat(model(inventory, "Area/a/a.onnx").readme()).isNull();
        assertThat(model(inventory, "Area/b/b.onnx").readme()).isEqualTo("b");
        assertThat(model(inventory, "Area/b/b.onnx").turnkey()).isNull();
        assertThat(model(inventory, "root.onnx").readme()).isNull();
    }

    @Test
    void textsThatAreTooLongAreLeftOut() {
        // when
        Inventory inventory =
                inventory(file("Area/a/turnkey_stats.yaml", "x".repeat(256 * 1024 + 1)), pointer("Area/a/a.onnx", 2));

        // then
        assertThat(model(inventory, "Area/a/a.onnx").turnkey()).isNull();
    }

    @Test
    void theEnvelopeIsSortedWhateverTheArchivesOrder() throws IOException {
        // given
        Snapshot.Entry[] entries = {
            pointer(FOLDER + "a.onnx", 1),
            pointer(FOLDER + "a.tar.gz", 2),
            file("validated/vision/digits/small/README.md", "tab\t\u0000 é"),
            file(FOLDER + "turnkey_stats.yaml", "class: A\r\n"),
            file("ONNX_HUB_MANIFEST.json", "[{\"model_path\":\"" + FOLDER + "a.onnx\"}]")
        };
        List<Snapshot.Entry> reversed = new ArrayList<>(Arrays.asList(entries));
        Collections.reverse(reversed);

        // when
        byte[] envelope = envelope(inventory(entries));

        // then
        assertThat(envelope(inventory(reversed.toArray(Snapshot.Entry[]::new)))).isEqualTo(envelope);
        JsonNode read = JSON.readTree(envelope);
        assertThat(read.fieldNames())
                .toIterable()
                .containsExactly("commit", "files", "manifest", "path", "readme", "readmePath", "turnkey");
        assertThat(read.path("files").toString())
                .isEqualTo("[{\"path\":\"%sa.onnx\",\"sha256\":\"%s\",\"size\":1},".formatted(FOLDER, sha256(1))
                        + "{\"path\":\"%sa.tar.gz\",\"sha256\":\"%s\",\"size\":2}]".formatted(FOLDER, sha256(2)));
        assertThat(read.path("readme").textValue()).isEqualTo("tab\t\u0000 é");
        assertThat(read.path("turnkey").textValue()).isEqualTo("class: A\r\n");
        assertThat(read.path("commit").textValue()).isEqualTo(COMMIT);
    }

    private static byte[] envelope(Inventory inventory) {
        return inventory.models().firstEntry().getValue().envelope(inventory.commit());
    }

    private static ZooModel model(Inventory inventory, String path) {
        return Objects.requireNonNull(inventory.models().get(path), path);
    }

    private static Inventory inventory(Snapshot.Entry... entries) {
        return Inventory.of(new Snapshot(new Repository("onnx", "models"), COMMIT, null, List.of(entries)));
    }

    private static Snapshot.Entry pointer(String path, int content) {
        return file(
                path,
                "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
                        .formatted(sha256(content), content));
    }

    private static String sha256(int content) {
        return "%064x".formatted(content);
    }

    private static Snapshot.Entry file(String path, String content) {
        byte[] bytes = content.getBytes(UTF_8);
        return new Snapshot.Entry(
                path, bytes.length, BLOB, LfsPointer.parse(bytes).orElse(null), bytes);
    }
}
