package io.ptmtorrent.sink.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectLabel;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.Upload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Packs that no git writes, and the few that look odd and are right; formats as in gitformat-pack. */
class PackProofTest {
    private static final int COMMIT = 1;
    private static final int BLOB = 3;
    private static final int BY_DISTANCE = 6;
    private static final int BY_ID = 7;
    private static final byte[] TEXT = ("tree " + "1".repeat(40) + "\nauthor A\n\nmessage\n").getBytes(US_ASCII);
    private static final byte[] OTHER = ("tree " + "2".repeat(40) + "\nauthor A\n\nmessage\n").getBytes(US_ASCII);

    @TempDir
    private Path dir;

    static Stream<Arguments> wrong() throws IOException {
        byte[] whole = entry(COMMIT, TEXT.length, TEXT);
        return Stream.of(
                Arguments.of("another magic", signed(bytes("PUCK", 2, 1, whole)), "no pack"),
                Arguments.of("version 4", signed(bytes("PACK", 4, 1, whole)), "no pack"),
                Arguments.of("nothing at all", new byte[0], "ends early"),
                Arguments.of("no objects", pack(0), "without the commit"),
                Arguments.of("kind 0", pack(1, entry(0, TEXT.length, TEXT)), "kind 0"),
                Arguments.of("kind 5", pack(1, entry(5, TEXT.length, TEXT)), "kind 5"),
                Arguments.of("larger than it says", pack(1, entry(BLOB, 3, TEXT)), "not of the size"),
                Arguments.of("smaller than it says", pack(1, entry(BLOB, 3_000, TEXT)), "not of the size"),
                Arguments.of("a bomb", pack(1, entry(BLOB, 10, new byte[50 << 20])), "not of the size"),
                Arguments.of("no zlib", pack(1, joined(header(BLOB, 4), "abcdefgh".getBytes(US_ASCII))), "unpack"),
                Arguments.of(
                        "a size without end",
                        pack(1, joined(new byte[] {(byte) 0xbf}, filled(20, 0xff))),
                        "2^60 bytes"),
                Arguments.of(
                        "a base without end",
                        pack(1, joined(header(BY_DISTANCE, 4), filled(20, 0xff))),
                        "before its beginning"),
                Arguments.of(
                        "a delta of another base", pack(2, whole, delta(whole.length, 9, TEXT.length)), "another base"),
                Arguments.of(
                        "a copy beyond its base",
                        pack(2, whole, delta(whole.length, TEXT.length, 90, 0x91, 70, 90)),
                        "beyond its base"),
                Arguments.of(
                        "a delta that ends within a copy",
                        pack(2, whole, delta(whole.length, TEXT.length, 90, 0x91)),
                        "beyond its base"),
                Arguments.of(
                        "a delta that gives less than it says",
                        pack(2, whole, delta(whole.length, TEXT.length, 2, 1, 'x')),
                        "ends early"),
                Arguments.of(
                        "a delta of a reserved kind",
                        pack(2, whole, delta(whole.length, TEXT.length, 2, 0)),
                        "is none"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void refuses(String name, byte[] pack, String message) {
        assertThatThrownBy(() -> verification(pack, id(OTHER), null))
                .as(name)
                .isInstanceOf(WrongFormException.class)
                .hasMessageContaining(message);
    }

    @Test
    void findsACommitThatIsADifference() throws Exception {
        // given
        byte[] whole = entry(COMMIT, TEXT.length, TEXT);
        // copy 5, insert 40 digits, copy the rest from 45 on
        byte[] steps = joined(new byte[] {(byte) 0x90, 5, 40}, "2".repeat(40).getBytes(US_ASCII), new byte[] {
            (byte) 0x91, 45, (byte) (TEXT.length - 45)
        });

        // when
        byte[] pack = pack(2, whole, delta(whole.length, TEXT.length, OTHER.length, steps));

        // then
        assertThat(verification(pack, id(OTHER), null)).isEqualTo(Verification.GIT_PACK);
    }

    @Test
    void showsNothingWhereAnObjectLeansOnWhatIsElsewhere() throws Exception {
        // given
        byte[] byId = joined(header(BY_ID, 1), filled(20, 7), zlib(new byte[] {0}));

        // when, then
        assertThat(verification(pack(1, byId), id(OTHER), null)).isEqualTo(Verification.NONE);
    }

    @Test
    void showsNothingWhereACommitIsTooLongToBeLookedInto() throws Exception {
        // given
        byte[] whole = entry(COMMIT, TEXT.length, TEXT);
        byte[] pack = pack(2, whole, delta(whole.length, TEXT.length, 2 << 20));

        // when, then
        assertThat(verification(pack, id(OTHER), null)).isEqualTo(Verification.NONE);
    }

    @Test
    void anIncrementMayHaveNothingNew() throws Exception {
        // when, then
        assertThat(verification(pack(0), id(OTHER), id(TEXT))).isEqualTo(Verification.NONE);
    }

    private Verification verification(byte[] pack, String commit, @Nullable String base) throws IOException {
        BundleHeader header = new BundleHeader(commit, base);
        PackProof proof = new PackProof(header);
        Digests digests = Digests.of(new Expected(null, null, null));
        try (ObjectStore store = DirectoryStore.open(dir.resolve("objects"));
                Upload upload = store.begin(null, null, ObjectLabel.NONE)) {
            Buffer bundle = new Buffer().write(header.bytes()).write(pack);
            proof.look(new Intake(bundle, upload, digests, 1L << 30));
        }
        return proof.of(digests.computed());
    }

    private static String id(byte[] commit) throws Exception {
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        sha1.update(("commit " + commit.length + "\0").getBytes(US_ASCII));
        return HexFormat.of().formatHex(sha1.digest(commit));
    }

    private static byte[] pack(int objects, byte[]... entries) {
        return signed(bytes("PACK", 2, objects, joined(entries)));
    }

    private static byte[] bytes(String magic, int version, int objects, byte[] entries) {
        byte[] head = {0, 0, 0, (byte) version, 0, 0, 0, (byte) objects};
        return joined(magic.getBytes(US_ASCII), head, entries);
    }

    private static byte[] signed(byte[] content) {
        return joined(content, Digests.digest("SHA-1").digest(content));
    }

    private static byte[] entry(int kind, int size, byte[] content) throws IOException {
        return joined(header(kind, size), zlib(content));
    }

    private static byte[] header(int kind, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int next = (kind << 4) | (size & 15);
        for (int left = size >> 4; left > 0; left >>= 7) {
            out.write(next | 0x80);
            next = left & 0x7f;
        }
        out.write(next);
        return out.toByteArray();
    }

    /** A difference from the object that begins so many bytes before, fewer than 128; sizes below 2^21. */
    private static byte[] delta(int distance, int of, int gives, int... steps) throws IOException {
        byte[] bytes = new byte[steps.length];
        for (int i = 0; i < steps.length; i++) {
            bytes[i] = (byte) steps[i];
        }
        return delta(distance, of, gives, bytes);
    }

    private static byte[] delta(int distance, int of, int gives, byte[] steps) throws IOException {
        byte[] content = joined(size(of), size(gives), steps);
        return joined(header(BY_DISTANCE, content.length), new byte[] {(byte) distance}, zlib(content));
    }

    private static byte[] size(int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = size;
        for (; left > 0x7f; left >>= 7) {
            out.write((left & 0x7f) | 0x80);
        }
        out.write(left);
        return out.toByteArray();
    }

    private static byte[] zlib(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
