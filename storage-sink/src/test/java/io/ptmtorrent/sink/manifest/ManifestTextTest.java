package io.ptmtorrent.sink.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ManifestFile;
import io.ptmtorrent.avro.Verification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTextTest {
    private static final String DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @Test
    void writesMembersSortedAndWithoutBlanks() {
        // given
        Manifest manifest = manifest(
                "abc",
                List.of(
                        new ManifestFile(
                                "model.bin",
                                FileState.GATED,
                                null,
                                5_000_000_000L,
                                Verification.NONE,
                                "https://huggingface.co/o/m/resolve/abc/model.bin",
                                FileReason.GATED),
                        new ManifestFile(
                                "config.json",
                                FileState.DEDUPLICATED,
                                DIGEST,
                                4L,
                                Verification.SHA256,
                                "https://huggingface.co/o/m/resolve/abc/config.json",
                                null)));

        // when
        String text = text(manifest);

        // then
        assertThat(text)
                .isEqualTo("{\"files\":[{\"path\":\"config.json\",\"sha256\":\"" + DIGEST + "\",\"size\":4,"
                        + "\"state\":\"STORED\",\"url\":\"https://huggingface.co/o/m/resolve/abc/config.json\","
                        + "\"verification\":\"SHA256\"},"
                        + "{\"path\":\"model.bin\",\"reason\":\"GATED\",\"size\":5000000000,\"state\":\"GATED\","
                        + "\"url\":\"https://huggingface.co/o/m/resolve/abc/model.bin\",\"verification\":\"NONE\"}],"
                        + "\"hub\":\"huggingface\",\"id\":\"o/m\",\"manifestVersion\":1,\"omittedFiles\":0,"
                        + "\"policyVersion\":3,\"revision\":\"abc\",\"stableId\":\"62a1\"}");
    }

    @Test
    void isTheSameWhoeverFetchedTheBytesAndInWhateverOrder() {
        // given
        List<ManifestFile> files = List.of(stored("a", FileState.STORED), stored("b", FileState.DEDUPLICATED));
        List<ManifestFile> others = List.of(stored("b", FileState.STORED), stored("a", FileState.DEDUPLICATED));

        // when, then
        assertThat(text(manifest("r", files))).isEqualTo(text(manifest("r", others)));
    }

    @Test
    void leavesOutWhatHasNoValue() {
        assertThat(text(manifest(null, List.of())))
                .isEqualTo("{\"files\":[],\"hub\":\"huggingface\",\"id\":\"o/m\",\"manifestVersion\":1,"
                        + "\"omittedFiles\":0,\"policyVersion\":3,\"stableId\":\"62a1\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../x",
                "/etc/passwd",
                "a\0b\u001f\u007f",
                "quote\" back\\slash /slash",
                "tab\t line\n feed\f return\r back\b",
                "ünï 1С 模型 🤗",
                "\u2028\uFFFE"
            })
    void holdsAnyPathAsText(String path) throws Exception {
        // when
        byte[] bytes = ManifestText.of(manifest("r", List.of(stored(path, FileState.STORED))));

        // then
        JsonNode read = new ObjectMapper().readTree(bytes);
        assertThat(read.at("/files/0/path").asText()).isEqualTo(path);
    }

    @Test
    void escapesAsRfc8785Says() {
        // The example of RFC 8785, section 3.2.2, without its slashes that need none.
        assertThat(CanonicalJson.of("\u20ac$\u000f\nA'B\"\\\"/")).isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\"/\"");
    }

    private static ManifestFile stored(String path, FileState state) {
        return new ManifestFile(path, state, DIGEST, 4L, Verification.SHA256, "https://h/" + path.length(), null);
    }

    private static Manifest manifest(@org.jspecify.annotations.Nullable String revision, List<ManifestFile> files) {
        return new Manifest("huggingface", "62a1", "o/m", revision, 3L, 0L, files);
    }

    private static String text(Manifest manifest) {
        return new String(ManifestText.of(manifest), StandardCharsets.UTF_8);
    }
}
