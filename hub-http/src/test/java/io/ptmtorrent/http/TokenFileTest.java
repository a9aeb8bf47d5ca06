package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFileTest {
    private static final String KEY = "--token-file";

    @TempDir
    Path folder;

    @Test
    void readsATokenALine() throws IOException {
        // given
        Path file = file("# ours\r\n\r\n huggingface.co = hf_one== \r\napi.github.com=github_pat_2\n");

        // when
        Map<String, Token> tokens = TokenFile.read(KEY, file);

        // then
        assertThat(tokens)
                .isEqualTo(
                        Map.of("huggingface.co", new Token("hf_one=="), "api.github.com", new Token("github_pat_2")));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"                                    | holds no token",
                "# nothing yet                           | holds no token",
                "hf_SECRET                               | line 1, is not allowed",
                "huggingface.co=                         | line 1: token: a value of 0 characters",
                "huggingface.co=hf SECRET                | line 1: token: a value of 9 characters",
                "huggingface.co=hf_SECRET,               | line 1: token: a value of 10 characters",
                "=hf_SECRET                              | line 1, is not allowed",
                "https://huggingface.co=hf_SECRET        | line 1, is not allowed",
                "HuggingFace.co=hf_SECRET                | line 1, is not allowed",
                "huggingface.co:443=hf_SECRET            | line 1, is not allowed",
                "huggingface.co=hf_x;huggingface.co=hf_SECRET | line 2, is not allowed",
            })
    void refusesABadFileNamingKeyFileAndLineButNoToken(String text, String message) throws IOException {
        // given
        Path file = file(text.replace(';', '\n'));

        // when, then
        assertThatThrownBy(() -> TokenFile.read(KEY, file))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("--token-file: '" + file + "'")
                .contains(message)
                .containsAnyOf("lines HOST=TOKEN are", "letters, digits and")
                .doesNotContain("SECRET");
    }

    @Test
    void refusesAFileThatIsNotThereOrNoTextOrTooLong() throws IOException {
        // given
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'a', '=', (byte) 0xff});
        Path longer = file("a.example=" + "x".repeat(70_000));

        // when, then
        assertThatThrownBy(() -> TokenFile.read(KEY, folder.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read (NoSuchFileException)");
        assertThatThrownBy(() -> TokenFile.read(KEY, binary)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenFile.read(KEY, longer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than 65536 bytes");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("tokens"), text);
    }
}
