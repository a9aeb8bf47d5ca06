package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises; each has a test class that opens one. */
abstract class ObjectStoreContract {
    private static final ObjectKey KEY = new ObjectKey("packages/h/m/r/manifest.json");

    /** A store on a place of this test's own: opened twice, it is the same place. */
    abstract ObjectStore open() throws Exception;

    @Test
    void keepsWhatWasCompleted() throws Exception {
        try (ObjectStore store = open()) {
            // given
            byte[] bytes = random(3 * 1024 * 1024 + 17);
            Instant before = Instant.now();
            assertThat(store.writtenAt(KEY)).isEmpty();

            // when
            put(store, KEY, bytes);

            // then
            assertThat(read(store, KEY)).isEqualTo(bytes);
            assertThat(store.size(KEY)).hasValue(bytes.length);
            assertThat(store.writtenAt(KEY).orElseThrow())
                    .isBetween(before.minusSeconds(2), Instant.now().plusSeconds(2));
            assertThat(keys(store, "")).containsExactly(KEY);
        }
        try (ObjectStore again = open()) {
            assertThat(again.size(KEY)).hasValue(3 * 1024 * 1024 + 17);
        }
    }

    @Test
    void keepsAnEmptyObject() throws Exception {
        try (ObjectStore store = open()) {
            // when
            put(store, KEY, new byte[0]);

            // then
            assertThat(store.size(KEY)).hasValue(0);
            assertThat(read(store, KEY)).isEmpty();
        }
    }

    @Test
    void takesTheKeyThatTheDigestDecidesAtTheEnd() throws Exception {
        try (ObjectStore store = open()) {
            // given
            byte[] bytes = random(100_000);
            ObjectKey key = ObjectKey.blob(Sha256.of(bytes));

            // when
            try (Upload upload = store.begin(null, null, ObjectLabel.NONE)) {
                for (int from = 0; from < bytes.length; from += 10_000) {
                    upload.write(bytes, from, 10_000);
                }
                assertThat(keys(store, "")).isEmpty();
                upload.complete(key);
            }

            // then
            assertThat(keys(store, "blobs/")).containsExactly(key);
            assertThat(read(store, key)).isEqualTo(bytes);
        }
    }

    @Test
    void showsNothingOfWhatWasNotCompleted() throws Exception {
        try (ObjectStore store = open()) {
            // when
            try (Upload upload = store.begin(KEY, 200L, ObjectLabel.NONE)) {
                upload.write(random(100), 0, 100);
            }

            // then
            assertThat(store.size(KEY)).isEmpty();
            assertThat(keys(store, "")).isEmpty();
            assertThatThrownBy(() -> store.read(KEY)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void givesTheArrayBackAfterEachWrite() throws Exception {
        try (ObjectStore store = open()) {
            // given
            byte[] buffer = "first".getBytes(StandardCharsets.UTF_8);

            // when
            try (Upload upload = store.begin(KEY, null, ObjectLabel.NONE)) {
                upload.write(buffer, 0, 5);
                Arrays.fill(buffer, (byte) '!');
                upload.write(buffer, 1, 2);
                upload.complete(KEY);
            }

            // then
            assertThat(read(store, KEY)).asString(StandardCharsets.UTF_8).isEqualTo("first!!");
        }
    }

    @Test
    void writesAgainOverWhatIsThereAndLetsReadersReadOn() throws Exception {
        try (ObjectStore store = open()) {
            // given
            put(store, KEY, "damaged".getBytes(StandardCharsets.UTF_8));

            // when
            try (InputStream before = store.read(KEY)) {
                put(store, KEY, "right".getBytes(StandardCharsets.UTF_8));

                // then
                assertThat(before.readAllBytes())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("damaged");
            }
            assertThat(read(store, KEY)).asString(StandardCharsets.UTF_8).isEqualTo("right");
            assertThat(keys(store, "")).containsExactly(KEY);
        }
    }

    @Test
    void manyMayWriteTheSameKeyAtOnce() throws Exception {
        try (ObjectStore store = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // given
            byte[] bytes = random(200_000);
            ObjectKey key = ObjectKey.blob(Sha256.of(bytes));
            Callable<byte[]> task = () -> {
                put(store, key, bytes);
                return read(store, key);
            };

            // when
            List<Future<byte[]>> all = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                all.add(threads.submit(task));
            }

            // then
            for (Future<byte[]> one : all) {
                assertThat(one.get()).isEqualTo(bytes);
            }
            assertThat(keys(store, "")).containsExactly(key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..x", "a..b", "...", "~", "%00", "%2F..%2F", "-rf", "CON", "a%20b.", "0"})
    void keepsKeysWithOddSegments(String segment) throws Exception {
        try (ObjectStore store = open()) {
            // given
            ObjectKey key = new ObjectKey("packages/h/" + segment + "/r/manifest.json");

            // when
            put(store, key, new byte[] {1, 2, 3});

            // then
            assertThat(read(store, key)).containsExactly(1, 2, 3);
            assertThat(keys(store, "packages/h/" + segment + "/")).containsExactly(key);
        }
    }

    @Test
    void listsByPrefix() throws Exception {
        try (ObjectStore store = open()) {
            // given
            ObjectKey one = ObjectKey.manifest("h", "m", "1");
            ObjectKey two = ObjectKey.manifest("h", "m", "12");
            ObjectKey other = ObjectKey.manifest("h", "mm", "1");
            for (ObjectKey key : List.of(one, two, other)) {
                put(store, key, new byte[1]);
            }

            // when, then
            assertThat(keys(store, "packages/h/m/")).containsExactlyInAnyOrder(one, two);
            assertThat(keys(store, "packages/h/m/1")).containsExactlyInAnyOrder(one, two);
            assertThat(keys(store, "packages/h/m")).containsExactlyInAnyOrder(one, two, other);
            assertThat(keys(store, "packages/none/")).isEmpty();
            assertThat(keys(store, "../")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16_000_000, 20_971_520})
    void goesOnWithWhatWasLeft(int size) throws Exception {
        // given
        byte[] bytes = random(size);
        ObjectKey key = ObjectKey.blob(Sha256.of(bytes));
        try (ObjectStore store = open()) {
            assertThat(store.resume(key, size, ObjectLabel.NONE)).isNull();
            try (Upload upload = store.begin(key, (long) size, ObjectLabel.NONE)) {
                upload.write(bytes, 0, 12_000_000);
                upload.leave();
            }
            assertThat(keys(store, "")).isEmpty();
        }

        try (ObjectStore store = open()) {
            // when
            try (Upload upload = store.resume(key, size, ObjectLabel.NONE)) {
                assertThat(upload).isNotNull();
                int held = (int) upload.held();
                assertThat(held).isBetween(5_000_000, 12_000_000);
                upload.write(bytes, held, size - held);
                try (InputStream all = upload.readBack()) {
                    assertThat(Sha256.of(all.readAllBytes())).isEqualTo(key.sha256());
                }
                assertThat(keys(store, "")).isEmpty();
                upload.complete(key);
            }

            // then
            assertThat(Sha256.of(read(store, key))).isEqualTo(key.sha256());
            assertThat(keys(store, "")).containsExactly(key);
            assertThat(store.resume(key, size, ObjectLabel.NONE)).isNull();
        }
    }

    @Test
    void givesUpWhatWasLeftAndIsNotWanted() throws Exception {
        // given
        byte[] bytes = random(16_000_000);
        ObjectKey key = ObjectKey.blob(Sha256.of(bytes));
        try (ObjectStore store = open()) {
            for (boolean readBack : new boolean[] {false, true}) {
                try (Upload upload = store.begin(key, 16_000_000L, ObjectLabel.NONE)) {
                    upload.write(bytes, 0, 12_000_000);
                    upload.leave();
                }

                // when
                try (Upload upload = store.resume(key, 16_000_000, ObjectLabel.NONE)) {
                    assertThat(upload).isNotNull();
                    upload.write(bytes, 0, 1_000);
                    if (readBack) {
                        upload.readBack().close();
                    }
                }

                // then
                assertThat(store.resume(key, 16_000_000, ObjectLabel.NONE)).isNull();
                assertThat(keys(store, "")).isEmpty();
            }
        }
    }

    @Test
    void keepsNothingOfWhatIsSmallOrHasNoDigest() throws Exception {
        // given
        byte[] bytes = random(1_000_000);
        ObjectKey key = ObjectKey.blob(Sha256.of(bytes));
        try (ObjectStore store = open()) {
            // when
            for (ObjectKey one : List.of(key, KEY)) {
                long size = one.equals(KEY) ? 20_000_000 : bytes.length + 1;
                try (Upload upload = store.begin(one, size, ObjectLabel.NONE)) {
                    upload.write(bytes, 0, bytes.length);
                    upload.leave();
                }

                // then
                assertThat(store.resume(one, size, ObjectLabel.NONE)).isNull();
            }
        }
    }

    @Test
    void deletesForGood() throws Exception {
        try (ObjectStore store = open()) {
            // given
            put(store, KEY, new byte[9]);

            // when
            boolean first = store.delete(KEY);
            boolean second = store.delete(KEY);

            // then
            assertThat(first).isTrue();
            assertThat(second).isFalse();
            assertThat(store.size(KEY)).isEmpty();
        }
    }

    static void put(ObjectStore store, ObjectKey key, byte[] bytes) throws StoreException {
        try (Upload upload = store.begin(key, (long) bytes.length, ObjectLabel.NONE)) {
            upload.write(bytes, 0, bytes.length);
            upload.complete(key);
        }
    }

    static byte[] read(ObjectStore store, ObjectKey key) throws Exception {
        try (InputStream bytes = store.read(key)) {
            return bytes.readAllBytes();
        }
    }

    static List<ObjectKey> keys(ObjectStore store, String prefix) throws StoreException {
        try (Stream<ObjectKey> keys = store.list(prefix)) {
            return keys.toList();
        }
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
