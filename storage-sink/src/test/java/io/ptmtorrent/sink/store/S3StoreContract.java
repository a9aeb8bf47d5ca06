package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What an S3 store promises besides; each server has a test class that starts it. Parts are small, the arithmetic is the same. */
abstract class S3StoreContract extends ObjectStoreContract {
    private static final int MIB = 1 << 20;

    /** S3's least part, copies of more than 11 MiB part by part. */
    private static final PartSizes SMALL = new PartSizes(5L * MIB, 9_000, 11L * MIB, 5L * MIB);

    private static final ObjectKey KEY = new ObjectKey("packages/h/m/r/manifest.json");

    private final String prefix = "test/" + UUID.randomUUID() + "/";

    abstract S3Server server();

    @Override
    S3Store open() throws StoreException {
        return server().open(S3Config.from(server().settings(prefix)), SMALL);
    }

    @AfterEach
    void leavesNoUploadOpen() {
        assertThat(server().left(prefix))
                .noneMatch(it -> it.startsWith("open upload"))
                .noneMatch(it -> it.contains("/uploads/"));
    }

    @ParameterizedTest
    @CsvSource({
        "5242880, true",
        "5242881, true",
        "10485760, true",
        "10485761, true",
        "16777300, true",
        "5242880, false",
        "5242881, false",
        "10485761, false",
        "16777300, false"
    })
    void keepsWhatIsLargerThanAPart(int size, boolean announced) throws Exception {
        try (S3Store store = open()) {
            // given
            byte[] bytes = random(size);
            ObjectKey key = ObjectKey.blob(Sha256.of(bytes));

            // when
            try (Upload upload =
                    store.begin(announced ? key : null, announced ? (long) size : null, ObjectLabel.NONE)) {
                for (int from = 0; from < size; from += 65_536) {
                    upload.write(bytes, from, Math.min(65_536, size - from));
                }
                upload.complete(key);
            }

            // then
            assertThat(Sha256.of(read(store, key))).isEqualTo(key.sha256());
            assertThat(server().left(prefix)).containsExactly(prefix + key);
            assertThat(store.memory().free()).isEqualTo(store.memory().chunks());
        }
    }

    @Test
    void abortsTheUploadOfWhatIsNotCompleted() throws Exception {
        try (S3Store store = open()) {
            // given
            byte[] bytes = random(12 * MIB);

            // when
            try (Upload known = store.begin(KEY, 30L * MIB, ObjectLabel.NONE);
                    Upload unknown = store.begin(null, null, ObjectLabel.NONE)) {
                known.write(bytes, 0, bytes.length);
                unknown.write(bytes, 0, bytes.length);
            }

            // then
            assertThat(server().left(prefix)).isEmpty();
            assertThat(store.memory().free()).isEqualTo(store.memory().chunks());
        }
    }

    @Test
    void anInterruptEndsAnUploadAndLeavesNothing() throws Exception {
        try (S3Store store = open()) {
            // given
            byte[] bytes = random(6 * MIB);
            boolean interrupted;

            // when
            try (Upload upload = store.begin(KEY, 30L * MIB, ObjectLabel.NONE)) {
                upload.write(bytes, 0, bytes.length);
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> {
                            upload.write(bytes, 0, bytes.length);
                            upload.write(bytes, 0, bytes.length);
                        })
                        .isInstanceOf(StoreException.class);
            } finally {
                interrupted = Thread.interrupted();
            }

            // then
            assertThat(interrupted).isTrue();
            assertThat(server().left(prefix)).isEmpty();
            assertThat(store.memory().free()).isEqualTo(store.memory().chunks());
        }
    }

    @ParameterizedTest
    @CsvSource({"100, true", "100, false", "12000000, true", "12000000, false", "6000000, false"})
    void notesDigestSourceAndMediaTypeBesideAnObject(int size, boolean announced) throws Exception {
        try (S3Store store = open()) {
            // given
            byte[] bytes = random(size);
            ObjectKey key = ObjectKey.blob(Sha256.of(bytes));
            ObjectLabel label = new ObjectLabel(null, "https://hub.example/m/a%20b", "Application/JSON; charset=utf-8");

            // when
            try (Upload upload = store.begin(announced ? key : null, announced ? (long) size : null, label)) {
                upload.write(bytes, 0, size);
                upload.complete(key);
            }

            // then
            HeadObjectResponse head = server().client()
                    .headObject(it -> it.bucket(S3Server.BUCKET).key(prefix + key));
            assertThat(head.contentType()).isEqualTo("application/json");
            assertThat(head.metadata())
                    .containsEntry("sha256", key.sha256())
                    .containsEntry("source", "https://hub.example/m/a%20b");
        }
    }

    @Test
    void takesChecksumsWhereTheyAreAskedFor() throws Exception {
        // given
        Map<String, String> settings = new HashMap<>(server().settings(prefix));
        settings.put("store.s3.checksums", "when-supported");
        byte[] bytes = random(12 * MIB);

        try (S3Store store = server().open(S3Config.from(settings), SMALL)) {
            // when
            put(store, KEY, bytes);
            put(store, ObjectKey.manifest("h", "m", "2"), new byte[] {1});

            // then
            assertThat(Sha256.of(read(store, KEY))).isEqualTo(Sha256.of(bytes));
        }
    }

    @Test
    void keepsToItsOwnPlaceInTheBucket() throws Exception {
        try (S3Store store = open();
                S3Store other = server().open(prefix + "other/")) {
            // when
            put(other, KEY, new byte[] {1, 2});

            // then
            assertThat(store.size(KEY)).isEmpty();
            assertThat(keys(other, "packages/")).containsExactly(KEY);
            assertThat(keys(store, "packages/")).isEmpty();
        }
    }

    @Test
    void dropsTheConnectionOfAReaderThatStops() throws Exception {
        try (S3Store store = open()) {
            // given
            put(store, KEY, random(4 * MIB));

            // when, then
            for (int reader = 0; reader < 210; reader++) {
                try (InputStream bytes = store.read(KEY)) {
                    assertThat(bytes.read()).isNotNegative();
                }
            }
        }
    }

    @Test
    void anUploadThatTwoContinueShowsNoMixture() throws Exception {
        // given
        byte[] bytes = random(16 * MIB);
        byte[] other = bytes.clone();
        other[11 * MIB] ^= 1;
        ObjectKey key = ObjectKey.blob(Sha256.of(bytes));
        try (S3Store store = open();
                Upload slow = store.begin(key, 16L * MIB, ObjectLabel.NONE)) {
            slow.write(bytes, 0, 16 * MIB);
            Awaitility.await().until(() -> left(store, key) >= 15L * MIB);

            // when
            try (Upload second = Objects.requireNonNull(store.resume(key, 16L * MIB, ObjectLabel.NONE))) {
                S3Bucket bucket = new S3Bucket(server().client(), S3Config.from(server().settings(prefix)));
                Part mixed = new PartMemory(8L * MIB).take(5L * MIB);
                mixed.write(other, 10 * MIB, 5 * MIB);
                MultipartUpload shared = bucket.uploads("uploads/").findFirst().orElseThrow();
                bucket.part(bucket.name(shared.key()), shared.uploadId(), 3, mixed);

                // then
                assertThatThrownBy(() -> slow.complete(key)).isInstanceOf(StoreException.class);
                assertThat(store.size(key)).isEmpty();
                second.write(bytes, (int) second.held(), (int) (16L * MIB - second.held()));
            }
        }
    }

    private static long left(S3Store store, ObjectKey key) throws StoreException {
        Upload upload = store.resume(key, 16L * MIB, ObjectLabel.NONE);
        return upload == null ? 0 : upload.held();
    }

    @Test
    void endsUploadsThatNobodyContinues() throws Exception {
        // given
        S3Config config = S3Config.from(server().settings(prefix));
        try (S3Store store = open()) {
            S3Bucket bucket = new S3Bucket(server().client(), config);
            bucket.begin(KEY.text(), ObjectLabel.NONE);
            String partly = bucket.begin("uploads/1", ObjectLabel.NONE);
            Part part = new PartMemory(MIB).take(10);
            part.write(new byte[10], 0, 10);
            bucket.part("uploads/1", partly, 1, part);
            bucket.put("uploads/2", RequestBody.fromString("assembled and never copied"), ObjectLabel.NONE);
            put(store, ObjectKey.manifest("h", "m", "kept"), new byte[1]);
        }
        Instant now = Instant.now();

        // when
        openAt(config, now.plus(config.abandoned()).minusSeconds(3_000));
        List<String> soon = server().left(prefix);
        openAt(config, now.plus(config.abandoned()).plusSeconds(3_000));

        // then
        assertThat(soon)
                .containsExactly(
                        "open upload of " + prefix + KEY,
                        "open upload of " + prefix + "uploads/1",
                        prefix + ObjectKey.manifest("h", "m", "kept"),
                        prefix + "uploads/2");
        assertThat(server().left(prefix)).containsExactly(prefix + ObjectKey.manifest("h", "m", "kept"));
    }

    private void openAt(S3Config config, Instant time) throws StoreException {
        server().open(config, SMALL, Clock.fixed(time, ZoneOffset.UTC)).close();
    }

    @Test
    void doesNotOpenABucketThatIsNotThere() {
        // given
        Map<String, String> settings = new HashMap<>(server().settings(prefix));
        settings.put("store.s3.bucket", "none-of-ours");

        // when, then
        assertThatThrownBy(() -> server().open(S3Config.from(settings), SMALL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("could not use the bucket none-of-ours");
    }
}
