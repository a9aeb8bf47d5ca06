package io.ptmtorrent.normalizer.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
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
}
