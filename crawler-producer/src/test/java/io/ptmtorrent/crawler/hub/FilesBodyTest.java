package io.ptmtorrent.crawler.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesBodyTest {
    private static final String SHA256 = "ab".repeat(32);
    private static final String TREE = "cd".repeat(20);

    @Test
    void saysWhatIsKnownSortedByPath() {
        // given
        List<LinkedFile> files = List.of(
                LinkedFile.at("w/b.pth", "https://example.org/b-01234567.pth").withSize(12L),
                LinkedFile.inLfs("w/a.onnx", 34, SHA256, null),
                LinkedFile.repository("hub-c.tar.gz", TREE, "https://codeload.github.com/o/hub/tar.gz/c"));

        // when
        String body = text(files, HubRow.MAX_BYTES);

        // then
        assertThat(body)
                .isEqualTo("{\"files\":[{\"artifact\":\"REPOSITORY\",\"gitSha1\":\"" + TREE
                        + "\",\"path\":\"hub-c.tar.gz\",\"url\":\"https://codeload.github.com/o/hub/tar.gz/c\"},"
                        + "{\"path\":\"w/a.onnx\",\"sha256\":\"" + SHA256 + "\",\"size\":34},"
                        + "{\"path\":\"w/b.pth\",\"sha256Prefix\":\"01234567\",\"size\":12,"
                        + "\"url\":\"https://example.org/b-01234567.pth\"}]}");
    }

    @Test
    void sameFilesInAnotherOrderGiveTheSameBytes() {
        // given
        LinkedFile one = LinkedFile.at("a", "https://example.org/1");
        LinkedFile other = LinkedFile.at("a", "https://example.org/2");

        // when
        String body = text(List.of(one, other), HubRow.MAX_BYTES);

        // then
        assertThat(body).isEqualTo(text(List.of(other, one), HubRow.MAX_BYTES));
    }

    @Test
    void filesThatDoNotFitAreCounted() {
        // given
        List<LinkedFile> files = List.of(
                LinkedFile.at("a", "https://example.org/a"),
                LinkedFile.at("b", "https://example.org/b"),
                LinkedFile.at("c", "https://example.org/c"));

        // when
        String body = text(files, 100);

        // then
        assertThat(body).isEqualTo("{\"files\":[{\"path\":\"a\",\"url\":\"https://example.org/a\"}],\"omitted\":2}");
    }

    @Test
    void hostileNamesAreWrittenAsJson() {
        // given
        List<LinkedFile> files = List.of(LinkedFile.at("a\"\n\ud800\\é", "https://example.org/"));

        // when
        String body = text(files, HubRow.MAX_BYTES);

        // then
        assertThat(body).contains("\"path\":\"a\\\"\\n?\\\\é\"");
    }

    @ParameterizedTest
    @CsvSource({
        "https://download.pytorch.org/models/resnet18-f37072fd.pth, f37072fd",
        "https://example.org/a/model-0123456789abcdef.tar.gz?x=1, 0123456789abcdef",
        "https://example.org/DCGAN_fashionGen-1d67302.pth, ",
        "https://example.org/speech_f5e0d9f9.pth, ",
        "https://example.org/nts_net_cub200.pt, ",
        "https://example.org/resnet18-F37072FD.pth, ",
        "https://example.org/resnet18-f37072fd, ",
        "https://example.org/a-01234567.pth/download, ",
        "'not a url-01234567.pth', "
    })
    void hintIsTakenWhereTheNameFollowsTheConvention(String url, String hint) {
        // when
        LinkedFile file = LinkedFile.at("a", url);

        // then
        assertThat(file.sha256Prefix()).isEqualTo(hint);
    }

    private static String text(List<LinkedFile> files, int mostBytes) {
        return UTF_8.decode(FilesBody.of(files, mostBytes)).toString();
    }
}
