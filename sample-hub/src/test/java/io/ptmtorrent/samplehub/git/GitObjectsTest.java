package io.ptmtorrent.samplehub.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.samplehub.git.GitObject.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids against published ones: Pro Git, chapter 10.2, and those that every git has of nothing. */
class GitObjectsTest {
    @ParameterizedTest
    @CsvSource({
        "'', e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "'test content\n', d670460b4b4aece5915caf5c68d12f560a9fe3e4",
        "'version 1\n', 83baae61804e65cc73a7201a7252750c76066a30",
        "'version 2\n', 1f7a7a472abf3dd9643fd615f6da379c4acb3e3a"
    })
    void blobHasThePublishedId(String content, String id) {
        // when
        GitObject blob = GitObject.text(Kind.BLOB, content);

        // then
        assertThat(blob.id()).isEqualTo(id);
    }

    @Test
    void emptyTreeHasTheIdThatGitKnows() {
        // when
        Trees trees = Trees.of(Map.of());

        // then
        assertThat(trees.root().id()).isEqualTo("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
    }

    @Test
    void treesOfTheBookHaveTheirIds() {
        // given
        Map<String, SampleFile> second = new TreeMap<>();
        second.put("new.txt", plain("new file\n"));
        second.put("test.txt", plain("version 2\n"));
        Map<String, SampleFile> third = new TreeMap<>(second);
        third.put("bak/test.txt", plain("version 1\n"));

        // when
        String first = Trees.of(Map.of("test.txt", plain("version 1\n"))).root().id();

        // then
        assertThat(first).isEqualTo("d8329fc1cc938780ffdd9f94e0d364e0ea74f579");
        assertThat(Trees.of(second).root().id()).isEqualTo("0155eb4229851634a0f03eb265b69f5a2d56f341");
        assertThat(Trees.of(third).root().id()).isEqualTo("3c4e9cd789d88d8d89c1073707c3585e41b0e614");
    }

    private static SampleFile plain(String content) {
        return SampleFile.of(SampleFile.PLAIN, content.getBytes(StandardCharsets.UTF_8));
    }
}
