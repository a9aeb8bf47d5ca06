package io.ptmtorrent.normalizer.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.Issue;
import io.ptmtorrent.avro.ModelFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of files, in the shape of the hub's API (huggingface/hub-docs, August 2026), values of our own. */
final class HuggingFaceTreeTest {
    private static final String SHA1 = "0123456789abcdef0123456789abcdef01234567";
    private static final String SHA256 = SHA1 + "89abcdef0123456789abcdef";

    private final HuggingFaceParser parser = new HuggingFaceParser();

    @Test
    void aFileInLfsHasTheContentsDigestAndAnyOtherItsBlobId() {
        // given
        String page = """
                [{"type":"directory","oid":"%1$s","size":0,"path":"onnx"},
                 {"type":"file","oid":"%1$s","size":345,"path":"onnx/config.json"},
                 {"type":"file","oid":"%1$s","size":7000000000,"path":"model.bin","xetHash":"%2$s",
                  "lfs":{"oid":"%2$s","size":7000000000,"pointerSize":136}}]
                """.formatted(SHA1, SHA256);

        // when
        FilePage read = read(page);

        // then
        assertThat(read.files())
                .containsExactly(
                        new ModelFile(
                                "onnx/config.json",
                                345L,
                                null,
                                SHA1,
                                null,
                                null,
                                ArtifactKind.FILE,
                                FileRole.CONFIG,
                                "json"),
                        new ModelFile(
                                "model.bin",
                                7_000_000_000L,
                                SHA256,
                                null,
                                null,
                                null,
                                ArtifactKind.FILE,
                                FileRole.WEIGHTS,
                                "bin"));
        assertThat(read.issues()).isEmpty();
        assertThat(read.unfit()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "null", "\"x\"", "[", "[]]", "<html>", "[{\"type\":\"file\"", "version https://git-lfs"
            })
    void whatIsNoArrayIsRejected(String page) {
        // when
        ParsedPage read = parser.parsePage(page.getBytes(UTF_8));

        // then
        assertThat(read)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(DeadLetterReason.BAD_DETAILS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "7                                      | tree: expected objects",
                "{\"path\":\"a\",\"size\":1}            | tree: expected type file or directory",
                "{\"type\":\"link\",\"path\":\"a\"}     | tree: expected type file or directory",
                "{\"type\":\"file\",\"size\":1}         | tree: expected a path",
                "{\"type\":\"file\",\"path\":7}         | tree: expected a path",
                "{\"type\":\"file\",\"path\":\"\"}      | tree: expected a path",
                "{\"type\":\"file\",\"path\":\"\\ud800\"} | tree: expected a path in Unicode",
            })
    void anEntryThatIsNoFileIsToldAndTheRestSurvives(String entry, String problem) {
        // when
        FilePage read = read("[" + entry + ",{\"type\":\"file\",\"path\":\"b\",\"size\":2,\"oid\":\"" + SHA1 + "\"}]");

        // then
        assertThat(read.files())
                .containsExactly(
                        new ModelFile("b", 2L, null, SHA1, null, null, ArtifactKind.FILE, FileRole.OTHER, null));
        assertThat(read.issues()).extracting(HuggingFaceTreeTest::text).containsExactly(problem);
        assertThat(read.unfit()).startsWith("1 of 2 entries; the first: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"size\":-1                      | tree.size: expected 0 or more bytes",
                "\"size\":\"1\"                   | tree.size: expected a whole number, found text",
                "\"size\":1e999                   | tree.size: expected a whole number, found a number",
                "\"oid\":\"xyz\"                  | tree.oid: expected a digest in small hexadecimal digits",
                "\"oid\":7                        | tree.oid: expected text, found a number",
                "\"lfs\":{\"oid\":\"xyz\"}        | tree.lfs.oid: expected a digest in small hexadecimal digits",
                "\"lfs\":7                        | tree.lfs: expected an object, found a number",
            })
    void aNumberOrDigestThatIsNoneIsAnIssueOfAFileThatStays(String members, String problem) {
        // when
        FilePage read = read("[{\"type\":\"file\",\"path\":\"a\"," + members + "}]");

        // then
        assertThat(read.files())
                .containsExactly(
                        new ModelFile("a", null, null, null, null, null, ArtifactKind.FILE, FileRole.OTHER, null));
        assertThat(read.issues()).extracting(HuggingFaceTreeTest::text).containsExactly(problem);
        assertThat(read.unfit()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/..", "a/./b", "."})
    void aNameThatNoAddressHoldsIsAFileAndTold(String path) {
        // when
        FilePage read = read("[{\"type\":\"file\",\"path\":\"" + path + "\"}]");

        // then
        assertThat(read.files())
                .containsExactly(
                        new ModelFile(path, null, null, null, null, null, ArtifactKind.FILE, FileRole.OTHER, null));
        assertThat(read.unfit()).contains("'" + path + "'");
    }

    private FilePage read(String page) {
        ParsedPage read = parser.parsePage(page.getBytes(UTF_8));
        assertThat(read).isInstanceOf(FilePage.class);
        return (FilePage) read;
    }

    private static String text(Issue issue) {
        return issue.getField() + ": " + issue.getProblem();
    }
}
