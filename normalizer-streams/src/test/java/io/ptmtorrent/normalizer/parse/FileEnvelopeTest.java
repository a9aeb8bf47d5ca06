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

final class FileEnvelopeTest {
    private static final String SHA1 = "0123456789abcdef0123456789abcdef01234567";
    private static final String SHA256 = SHA1 + "89abcdef0123456789abcdef";
    private static final String URL = "https://example.org/a-01234567.pth";

    @Test
    void readsARepositoryAFileInLfsAndAFileSomewhere() {
        // given
        String page = """
                {"files":[
                 {"artifact":"REPOSITORY","gitSha1":"%1$s","path":"hub-c.tar.gz","url":"https://codeload.github.com/o/hub/tar.gz/c"},
                 {"path":"w/model.onnx","sha256":"%2$s","size":7000000000,"url":"https://media.githubusercontent.com/x"},
                 {"path":"a.pth","sha256Prefix":"01234567","url":"%3$s"}],"of":"anything"}
                """.formatted(SHA1, SHA256, URL);

        // when
        FilePage read = read(page);

        // then
        assertThat(read.files())
                .containsExactly(
                        new ModelFile(
                                "hub-c.tar.gz",
                                null,
                                null,
                                SHA1,
                                "https://codeload.github.com/o/hub/tar.gz/c",
                                null,
                                ArtifactKind.REPOSITORY,
                                FileRole.OTHER,
                                "tar"),
                        new ModelFile(
                                "w/model.onnx",
                                7_000_000_000L,
                                SHA256,
                                null,
                                "https://media.githubusercontent.com/x",
                                null,
                                ArtifactKind.FILE,
                                FileRole.WEIGHTS,
                                "onnx"),
                        new ModelFile(
                                "a.pth",
                                null,
                                null,
                                null,
                                URL,
                                "01234567",
                                ArtifactKind.FILE,
                                FileRole.WEIGHTS,
                                "pytorch"));
        assertThat(read.issues()).isEmpty();
        assertThat(read.unfit()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{\"files\":{}}", "{\"files\":[", "<html>", "{\"files\":[]}}"})
    void whatIsNoEnvelopeIsRejected(String page) {
        // when
        ParsedPage read = FileEnvelope.parse(new JsonReader(), page.getBytes(UTF_8));

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
                "7                                           | tree: expected objects",
                "{\"url\":\"https://e.org/a\"}               | tree: expected a path",
                "{\"path\":7}                                | tree: expected a path",
                "{\"path\":\"\"}                             | tree: expected a path",
                "{\"path\":\"\\ud800\"}                      | tree: expected a path in Unicode",
                "{\"path\":\"a\",\"artifact\":\"MANIFEST\"}  | tree: expected artifact FILE or REPOSITORY",
                "{\"path\":\"a\",\"artifact\":7}             | tree: expected artifact FILE or REPOSITORY",
            })
    void anEntryThatIsNoFileIsToldAndTheRestSurvives(String entry, String problem) {
        // when
        FilePage read = read("{\"files\":[" + entry + ",{\"path\":\"b\",\"url\":\"" + URL + "\"}]}");

        // then
        assertThat(read.files())
                .containsExactly(
                        new ModelFile("b", null, null, null, URL, null, ArtifactKind.FILE, FileRole.OTHER, null));
        assertThat(read.issues()).extracting(FileEnvelopeTest::text).containsExactly(problem);
        assertThat(read.unfit()).startsWith("1 of 2 entries; the first: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"size\":-1                  | tree.size: expected 0 or more bytes",
                "\"size\":\"1\"               | tree.size: expected a whole number, found text",
                "\"sha256\":\"xyz\"           | tree.sha256: expected a digest in small hexadecimal digits",
                "\"gitSha1\":\"0123\"         | tree.gitSha1: expected a digest in small hexadecimal digits",
                "\"sha256Prefix\":\"0123456\" | tree.sha256Prefix: expected a digest in small hexadecimal digits",
                "\"sha256Prefix\":7           | tree.sha256Prefix: expected text, found a number",
            })
    void aMemberThatIsNotWhatItShouldBeIsAnIssueOfAFileThatStays(String member, String problem) {
        // when
        FilePage read = read("{\"files\":[{\"path\":\"a\",\"url\":\"" + URL + "\"," + member + "}]}");

        // then
        assertThat(read.files())
                .containsExactly(
                        new ModelFile("a", null, null, null, URL, null, ArtifactKind.FILE, FileRole.OTHER, null));
        assertThat(read.issues()).extracting(FileEnvelopeTest::text).containsExactly(problem);
        assertThat(read.unfit()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://example.org/a",
                "e.g. link to model weights",
                "https://example.org/with space",
                "https:///no-host",
                "//example.org/a",
                "/contrib_src/model.h5",
                "https://example.org/\\u0007"
            })
    void aFileThatNoRequestCanHoldStaysAndIsTold(String url) {
        // when
        FilePage read = read("{\"files\":[{\"path\":\"a\",\"url\":\"" + url + "\"}]}");

        // then
        assertThat(read.files())
                .containsExactly(
                        new ModelFile("a", null, null, null, null, null, ArtifactKind.FILE, FileRole.OTHER, null));
        assertThat(read.unfit()).isEqualTo("1 of 1 entries; the first: no address can hold the file 'a'");
    }

    @Test
    void filesThatDidNotFitAreAnIssue() {
        // when
        FilePage read = read("{\"files\":[],\"omitted\":12}");

        // then
        assertThat(read.issues())
                .extracting(FileEnvelopeTest::text)
                .containsExactly("tree.omitted: 12 more files did not fit");
    }

    private static FilePage read(String page) {
        ParsedPage read = FileEnvelope.parse(new JsonReader(), page.getBytes(UTF_8));
        assertThat(read).isInstanceOf(FilePage.class);
        return (FilePage) read;
    }

    private static String text(Issue issue) {
        return issue.getField() + ": " + issue.getProblem();
    }
}
