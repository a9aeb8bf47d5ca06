package io.ptmtorrent.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectLabel;
import io.ptmtorrent.sink.store.Upload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a DELETE request takes out of the store, and what it leaves. */
class DeletionTest {
    private static final String DIGEST = "a".repeat(64);
    private static final String MODEL = "huggingface/6540";

    @TempDir
    Path folder;

    private DirectoryStore store;

    @BeforeEach
    void open() throws IOException {
        store = DirectoryStore.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void takesTheBytesOfADigestAndSaysSoAlsoWhereThereAreNone() throws IOException {
        // given
        ObjectKey key = put(ObjectKey.blob(DIGEST));
        ObjectKey other = put(ObjectKey.blob("b".repeat(64)));

        // when
        ArtifactResult first = delete(DIGEST, "", Instant.now().plusSeconds(1));
        ArtifactResult second = delete(DIGEST, "", Instant.now().plusSeconds(1));

        // then
        assertThat(first.getState()).isEqualTo(ResultState.DELETED);
        assertThat(first.getAttempt()).isEqualTo(3);
        assertThat(second).isEqualTo(first);
        assertThat(store.size(key)).isEmpty();
        assertThat(store.size(other)).isPresent();
    }

    @Test
    void takesTheManifestsOfAllRevisionsOfOneModel() throws IOException {
        // given
        ObjectKey one = put(ObjectKey.manifest("huggingface", "6540", "r1"));
        ObjectKey two = put(ObjectKey.manifest("huggingface", "6540", "r2"));
        ObjectKey longer = put(ObjectKey.manifest("huggingface", "65401", "r1"));
        ObjectKey elsewhere = put(ObjectKey.manifest("modelzoo", "6540", "r1"));

        // when
        delete(null, MODEL, Instant.now().plusSeconds(1));

        // then
        assertThat(store.list("packages/"))
                .containsExactlyInAnyOrder(longer, elsewhere)
                .doesNotContain(one, two);
    }

    @Test
    void leavesWhatWasWrittenSince() throws IOException {
        // given
        Instant before = Instant.now().minusSeconds(60);
        ObjectKey key = put(ObjectKey.blob(DIGEST));
        ObjectKey manifest = put(ObjectKey.manifest("huggingface", "6540", "r1"));

        // when
        delete(DIGEST, "", before);
        delete(null, MODEL, before);

        // then
        assertThat(store.size(key)).isPresent();
        assertThat(store.size(manifest)).isPresent();
    }

    private ArtifactResult delete(@Nullable String sha256, String model, Instant before) throws IOException {
        ArtifactRequest request = ArtifactRequest.newBuilder()
                .setKind(ArtifactKind.DELETE)
                .setAttempt(3)
                .setHub("unknown")
                .setSha256(sha256)
                .setModel(model)
                .setBefore(before)
                .build();
        return new Deletion(store).answer(request, Instant.EPOCH);
    }

    private ObjectKey put(ObjectKey key) throws IOException {
        try (Upload upload = store.begin(key, 1L, ObjectLabel.NONE)) {
            upload.write(new byte[1], 0, 1);
            upload.complete(key);
        }
        return key;
    }
}
