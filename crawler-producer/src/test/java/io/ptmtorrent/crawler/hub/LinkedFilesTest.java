package io.ptmtorrent.crawler.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.crawler.git.LfsPointer;
import io.ptmtorrent.crawler.git.Repository;
import io.ptmtorrent.crawler.git.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkedFilesTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String TREE = "cd".repeat(20);
    private static final String SHA256 = "ab".repeat(32);

    @Test
    void repositoryIsOneFileAndEachOfItsLfsFilesIsOne() {
        // given
        Snapshot snapshot = new Snapshot(
                new Repository("sample", "hub"),
                COMMIT,
                TREE,
                List.of(
                        new Snapshot.Entry("README.md", 5, "01".repeat(20), null, new byte[5]),
                        new Snapshot.Entry(
                                "w/größe #1?.onnx",
                                130,
                                "02".repeat(20),
                                new LfsPointer(SHA256, 7_000_000_000L),
                                null)));

        // when
        List<LinkedFile> files = LinkedFiles.of(snapshot);

        // then
        assertThat(files)
                .containsExactly(
                        new LinkedFile(
                                "hub-" + COMMIT + ".tar.gz",
                                null,
                                null,
                                TREE,
                                null,
                                "https://codeload.github.com/sample/hub/tar.gz/" + COMMIT,
                                true),
                        new LinkedFile(
                                "w/größe #1?.onnx",
                                7_000_000_000L,
                                SHA256,
                                null,
                                null,
                                "https://media.githubusercontent.com/media/sample/hub/" + COMMIT
                                        + "/w/gr%C3%B6%C3%9Fe%20%231%3F.onnx",
                                false));
    }
}
