package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest extends ObjectStoreContract {
    private static final ObjectKey KEY = new ObjectKey("blobs/x");

    @TempDir
    private Path dir;

    @Override
    ObjectStore open() throws StoreException {
        return SmallStores.directory(dir.resolve("objects"), S3Server.RESUMABLE);
    }

    @Test
    void putsObjectsAsFilesUnderTheirKeys() throws Exception {
        try (ObjectStore store = open()) {
            // when
            put(store, KEY, new byte[] {7});

            // then
            assertThat(dir.resolve("objects/blobs/x")).hasBinaryContent(new byte[] {7});
        }
        assertThat(files("uploads")).isEmpty();
    }

    @Test
    void sweepsUpWhatADeadProcessLeft() throws Exception {
        // given
        Path uploads = Files.createDirectories(dir.resolve("objects/uploads"));
        Files.createFile(uploads.resolve("dead.lock"));
        Files.write(Files.createDirectory(uploads.resolve("dead")).resolve("1"), new byte[100]);
        Files.createFile(uploads.resolve("died-at-once.lock"));

        // when
        try (ObjectStore store = open()) {
            // then
            assertThat(uploads.resolve("dead")).doesNotExist();
            assertThat(uploads.resolve("dead.lock")).doesNotExist();
            assertThat(uploads.resolve("died-at-once.lock")).doesNotExist();
            assertThat(keys(store, "")).isEmpty();
        }
    }

    @Test
    void keepsForADayWhatADeadProcessLeftOfALargeFile() throws Exception {
        // given
        byte[] bytes = random(16_000_000);
        ObjectKey key = ObjectKey.blob(Sha256.of(bytes));
        Path dead = Files.createDirectories(dir.resolve("objects/uploads/dead"));
        Path kept = dir.resolve("objects/uploads/kept/" + key.sha256());

        for (int days = 0; days < 2; days++) {
            Files.createDirectories(dead);
            Files.createFile(dead.resolveSibling("dead.lock"));
            Files.write(dead.resolve(key.sha256() + "-1"), new byte[100]);
            Files.write(dead.resolve("2"), new byte[100]);
            open().close();
            assertThat(kept).hasSize(100);
            assertThat(dead).doesNotExist();

            // when
            Files.setLastModifiedTime(kept, FileTime.from(Instant.now().minus(Duration.ofHours(days == 0 ? 23 : 25))));

            // then
            try (ObjectStore store = open();
                    Upload upload = store.resume(key, bytes.length, ObjectLabel.NONE)) {
                assertThat(upload == null ? 0 : upload.held()).isEqualTo(days == 0 ? 100 : 0);
            }
        }
        assertThat(files("uploads")).isEmpty();
    }

    @Test
    void manyMayLookAtOnceForWhatWasLeft() throws Exception {
        try (ObjectStore store = open();
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            // given
            Path uploads = dir.resolve("objects/uploads");
            List<Callable<Boolean>> looks = new ArrayList<>();
            for (int file = 0; file < 200; file++) {
                String sha256 = Sha256.of(new byte[file]);
                Files.createFile(uploads.resolve(file + ".lock"));
                Files.write(Files.createDirectory(uploads.resolve("" + file)).resolve(sha256 + "-1"), new byte[9]);
                looks.add(() -> {
                    try (Upload upload = store.resume(ObjectKey.blob(sha256), 1L << 30, ObjectLabel.NONE)) {
                        return upload != null && upload.held() == 9;
                    }
                });
            }

            // when, then
            for (Future<Boolean> found : threads.invokeAll(looks)) {
                assertThat(found.get()).isTrue();
            }
        }
    }

    @Test
    void leavesAloneWhatALivingOneWrites() throws Exception {
        try (ObjectStore living = open();
                Upload upload = living.begin(KEY, null, ObjectLabel.NONE)) {
            // given
            upload.write(new byte[] {1, 2}, 0, 2);

            // when
            open().close();
            upload.complete(KEY);

            // then
            assertThat(read(living, KEY)).containsExactly(1, 2);
        }
    }

    @Test
    void refusesWhatWouldEatIntoTheReserve() throws Exception {
        try (ObjectStore store = DirectoryStore.open(dir, new DiskReserve(() -> 1000, 400), 1L << 30)) {
            // when, then
            assertThatThrownBy(() -> store.begin(KEY, 601L, ObjectLabel.NONE))
                    .isInstanceOf(NoSpaceException.class)
                    .hasMessageContaining("601 bytes do not fit: 1000 are free, of which 400 stay free");
            store.begin(KEY, 600L, ObjectLabel.NONE).close();
        }
    }

    @Test
    void noticesADiskThatFillsUpWhileItWrites() throws Exception {
        // given
        AtomicLong free = new AtomicLong(1L << 40);
        try (ObjectStore store = DirectoryStore.open(dir, new DiskReserve(free::get, 400), 1L << 30);
                Upload upload = store.begin(KEY, null, ObjectLabel.NONE)) {
            byte[] part = new byte[8 << 20];
            upload.write(part, 0, part.length);
            free.set(399);

            // when, then
            assertThatThrownBy(() -> upload.write(part, 0, part.length)).isInstanceOf(NoSpaceException.class);
        }
        assertThat(files("uploads")).isEmpty();
    }

    @Test
    void doesNotOpenAFile() throws Exception {
        // given
        Path file = Files.createFile(dir.resolve("file"));

        // when, then
        assertThatThrownBy(() -> DirectoryStore.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("could not open the object folder " + file);
    }

    private List<Path> files(String below) throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(Files::isRegularFile)
                    .filter(it -> it.toString().contains(below))
                    .toList();
        }
    }
}
