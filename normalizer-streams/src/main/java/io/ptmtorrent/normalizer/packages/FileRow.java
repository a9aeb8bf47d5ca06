package io.ptmtorrent.normalizer.packages;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Verification;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a package knows of one wanted file; its request key and its path are the row's key.
 *
 * <pre>
 * version 2 (1)  pending (1)  state (1)  verification (1)  reason (1; -1: none)  announced (8; -1: none)  size (8; -1: none)
 * characters of sha256 (1)  sha256  url, to the end
 * </pre>
 *
 * @param pending whether an answer is waited for; what is said beside it is then the answer before
 * @param announced bytes as the hub says; null where it does not
 * @param state what became of it; UNKNOWN before the first answer
 * @param sha256 of the stored bytes; null where they are not there
 * @param size of the stored bytes; null where they are not there
 * @param reason why they are not there; null where they are
 * @param url where the model says that its bytes are; null where that follows from the model's path and the file's
 */
record FileRow(
        boolean pending,
        @Nullable Long announced,
        FileState state,
        @Nullable String sha256,
        @Nullable Long size,
        Verification verification,
        @Nullable FileReason reason,
        @Nullable String url) {
    private static final byte VERSION = 2;
    private static final int FIXED = 6 + 2 * Long.BYTES;
    private static final byte NONE = -1;

    /** Symbols are only ever added at the end. */
    private static final Schema STATES = FileState.getClassSchema();

    private static final Schema VERIFICATIONS = Verification.getClassSchema();
    private static final Schema REASONS = FileReason.getClassSchema();

    static FileRow wanted(@Nullable Long announced, @Nullable String url) {
        return new FileRow(true, announced, FileState.UNKNOWN, null, null, Verification.NONE, null, url);
    }

    /** A file that nobody can be asked for. */
    static FileRow unaskable(@Nullable Long announced) {
        return new FileRow(
                false, announced, FileState.UNAVAILABLE, null, null, Verification.NONE, FileReason.BAD_REQUEST, null);
    }

    FileRow askedAgain() {
        return new FileRow(true, announced, state, sha256, size, verification, reason, url);
    }

    /**
     * With an answer in it.
     *
     * @param first whether this is the content's first path in the package: the bytes were fetched once
     */
    FileRow answered(Answer answer, boolean first) {
        FileState became = switch (answer.getState()) {
            case STORED -> first ? FileState.STORED : FileState.DEDUPLICATED;
            case UNKNOWN -> FileState.UNAVAILABLE;
            default -> answer.getState();
        };
        if (became == FileState.STORED || became == FileState.DEDUPLICATED) {
            return new FileRow(
                    false,
                    announced,
                    became,
                    answer.getSha256(),
                    answer.getSize(),
                    answer.getVerification(),
                    null,
                    url);
        }
        FileReason why = answer.getReason() == null ? FileReason.UNKNOWN : answer.getReason();
        return new FileRow(false, announced, became, null, null, Verification.NONE, why, url);
    }

    /** The bytes that were stored are taken away, and may not come back. */
    FileRow forgotten() {
        return new FileRow(
                pending, announced, FileState.UNAVAILABLE, null, null, Verification.NONE, FileReason.FORGOTTEN, url);
    }

    /** Whether it has bytes, or waits for them. */
    boolean mayHave() {
        return pending || isStored();
    }

    boolean isStored() {
        return state == FileState.STORED || state == FileState.DEDUPLICATED;
    }

    /** Whether a manifest would say the same of both. */
    boolean looksLike(FileRow other) {
        return isStored() == other.isStored()
                && (isStored() || state == other.state)
                && Objects.equals(sha256, other.sha256)
                && Objects.equals(size, other.size)
                && verification == other.verification
                && reason == other.reason;
    }

    byte[] write() {
        byte[] digest = sha256 == null ? new byte[0] : sha256.getBytes(StandardCharsets.US_ASCII);
        byte[] place = url == null ? new byte[0] : url.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED + digest.length + place.length)
                .put(VERSION)
                .put((byte) (pending ? 1 : 0))
                .put(code(STATES, state))
                .put(code(VERIFICATIONS, verification))
                .put(reason == null ? NONE : code(REASONS, reason))
                .putLong(announced == null ? NONE : announced)
                .putLong(size == null ? NONE : size)
                .put((byte) digest.length)
                .put(digest)
                .put(place)
                .array();
    }

    static FileRow read(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "store packages: file row version " + version + ", this build reads " + VERSION);
        }
        boolean pending = in.get() == 1;
        FileState state = FileState.valueOf(symbol(STATES, in.get()));
        Verification verification = Verification.valueOf(symbol(VERIFICATIONS, in.get()));
        byte reason = in.get();
        long announced = in.getLong();
        long size = in.getLong();
        String sha256 = text(in, in.get());
        String url = text(in, in.remaining());
        return new FileRow(
                pending,
                announced == NONE ? null : announced,
                state,
                sha256,
                size == NONE ? null : size,
                verification,
                reason == NONE ? null : FileReason.valueOf(symbol(REASONS, reason)),
                url);
    }

    private static @Nullable String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return length == 0 ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte code(Schema symbols, Enum<?> symbol) {
        return (byte) symbols.getEnumOrdinal(symbol.name());
    }

    private static String symbol(Schema symbols, byte code) {
        return symbols.getEnumSymbols().get(code);
    }
}
