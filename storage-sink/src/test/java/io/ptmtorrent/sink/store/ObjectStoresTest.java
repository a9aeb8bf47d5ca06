package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoresTest {
    private static final long LARGEST = 1L << 40;

    @TempDir
    private Path dir;

    @Test
    void opensTheFolderThatIsNamed() throws Exception {
        // given
        Map<String, String> settings =
                Map.of("store.directory", dir.resolve("objects").toString(), "sink.small", "1");

        // when
        try (ObjectStore store = ObjectStores.open(settings, dir.resolve("other"), LARGEST)) {
            // then
            assertThat(store).isInstanceOf(DirectoryStore.class);
        }
        assertThat(dir.resolve("objects")).isDirectory();
        assertThat(dir.resolve("other")).doesNotExist();
    }

    @Test
    void opensTheFallbackWhereNothingIsNamed() throws Exception {
        // when
        ObjectStores.open(Map.of("store.directory", " "), dir.resolve("objects"), LARGEST)
                .close();

        // then
        assertThat(dir.resolve("objects")).isDirectory();
    }

    @Test
    void saysWhereObjectsStand() {
        assertThat(ObjectStores.place(Map.of(), Path.of("objects"))).isEqualTo("objects");
        assertThat(ObjectStores.place(Map.of("store.directory", "other"), Path.of("objects")))
                .isEqualTo("other");
        assertThat(ObjectStores.place(
                        Map.of("store.s3.bucket", "models", "store.s3.prefix", "ptm"), Path.of("objects")))
                .isEqualTo("s3://models/ptm/");
    }

    @Test
    void asksForOneOfThem() {
        refuses(Map.of(), "store.directory: empty, and so is store.s3.bucket");
        refuses(
                Map.of("store.directory", "a", "store.s3.bucket", "b"),
                "store.directory: 'a', and store.s3.bucket: 'b'; allowed is one of them");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        refuses(Map.of("store.folder", "a"), "store.folder: unknown; allowed are store.directory and store.s3.*");
        refuses(Map.of("store.s3.region", "x"), "store.s3.region: 'x' without a store.s3.bucket; give one");
        refuses(Map.of("store.s3.bucket", "b", "store.s3.key", "k"), "store.s3.key: unknown");
    }

    @Test
    void asksForMemoryForPartsOfTheLargestObject() {
        refuses(
                Map.of("store.s3.bucket", "models", "store.s3.memory", "16777216"),
                "store.s3.memory: '16777216'; allowed is 122167959 or more, for a part of an object of 1099511627776");
    }

    private static void refuses(Map<String, String> settings, String message) {
        assertThatThrownBy(() -> ObjectStores.open(settings, null, LARGEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
