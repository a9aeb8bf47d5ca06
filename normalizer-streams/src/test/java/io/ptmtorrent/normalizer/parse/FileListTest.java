package io.ptmtorrent.normalizer.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.ModelFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FileListTest {
    @Test
    void longAddressesCountAmongTheBytesOfAModel() {
        // given
        String url = "https://example.org/" + "a".repeat(4_000);
        FileList files = new FileList();

        // when
        for (int i = 0; i < 1_000; i++) {
            files.add(new ModelFile(
                    "file-%04d".formatted(i), null, null, null, url, null, ArtifactKind.FILE, FileRole.UNKNOWN, null));
        }

        // then
        List<ModelFile> kept = files.kept();
        assertThat(kept).hasSizeBetween(400, 2 * 1024 * 1024 / 4_000);
        assertThat(files.omitted(kept)).isEqualTo(1_000L - kept.size());
    }
}
