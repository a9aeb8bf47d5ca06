package io.ptmtorrent.normalizer.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HuggingFaceUrlsTest {
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "a/b", "0-hero/Matter_0.1", "x/-y", "x/.y", "_x"})
    void takesWhatTheHubNamesItsModels(String text) {
        assertThat(HuggingFaceUrls.isPath(text)).isTrue();
        assertThat(HuggingFaceUrls.model(text)).isEqualTo("https://huggingface.co/" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "a/", "/a", "a/b/c", "./a", "-a", "a b", "https://x.example/y", "é", "a\\b", "a?b"})
    void refusesWhatIsNone(String text) {
        assertThat(HuggingFaceUrls.isPath(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme/tern | r1 | config.json | acme/tern/resolve/r1/config.json",
                "gpt2 | r1 | onnx/model.bin | gpt2/resolve/r1/onnx/model.bin",
                "acme/tern | refs/pr/1 | a | acme/tern/resolve/refs%2Fpr%2F1/a",
                "acme/tern | r1 | ~a-b_c.d | acme/tern/resolve/r1/~a-b_c.d",
                "acme/tern | r1 | a b+c&d=e | acme/tern/resolve/r1/a%20b%2Bc%26d%3De",
                "acme/tern | r1 | ?x#y%41 | acme/tern/resolve/r1/%3Fx%23y%2541",
                "acme/tern | r1 | %2e%2e/x | acme/tern/resolve/r1/%252e%252e/x",
                "acme/tern | r1 | a\\b:c | acme/tern/resolve/r1/a%5Cb%3Ac",
                "acme/tern | r1 | /etc/passwd | acme/tern/resolve/r1//etc/passwd",
                "acme/tern | r1 | ... | acme/tern/resolve/r1/...",
                "acme/törn | r1 | 老/鷹 | acme/t%C3%B6rn/resolve/r1/%E8%80%81/%E9%B7%B9",
                "acme/tern | r1 | 😀 | acme/tern/resolve/r1/%F0%9F%98%80",
            })
    void encodesTheNameOfAFileSegmentBySegment(String id, String revision, String path, String address) {
        assertThat(HuggingFaceUrls.file(id, revision, path)).isEqualTo("https://huggingface.co/" + address);
    }

    @Test
    void encodesWhatNoTextShows() {
        assertThat(HuggingFaceUrls.file("a/b", "r1", "\0\r\n\u007f"))
                .isEqualTo("https://huggingface.co/a/b/resolve/r1/%00%0D%0A%7F");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "../../x", "a/../b", "a/.", "./a", "\ud800", "a\udc00b", "\udc00\ud800"})
    void noAddressHoldsANameThatClientsResolveAwayOrThatIsNoUnicode(String path) {
        assertThat(HuggingFaceUrls.file("a/b", "r1", path)).isNull();
        assertThat(HuggingFaceUrls.file(path, "r1", "a")).isNull();
    }

    @Test
    void noAddressIsLongerThanHostsTake() {
        assertThat(HuggingFaceUrls.file("a/b", "r1", "n".repeat(300))).endsWith("/" + "n".repeat(300));
        assertThat(HuggingFaceUrls.file("a/b", "r1", "n".repeat(8_000))).isNull();
        assertThat(HuggingFaceUrls.file("a/b", "r1", "é".repeat(2_000))).isNull();
    }
}
