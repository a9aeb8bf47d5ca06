package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.Observation;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Makes the dead letter of an observation, or of another record. */
final class DeadLetters {
    private static final int HEAD_BYTES = 256 * 1024;
    private static final int TEXT_CHARS = 4_000;

    private DeadLetters() {}

    /**
     * The letter; its id is the observation's position, so that the same one written twice is known for one.
     *
     * @param observation what could be read; null where the bytes were none
     * @param bytes the hub's own answer where there is one, else the record's value
     */
    static DeadLetter of(
            Position position, @Nullable Observation observation, byte[] bytes, Defect defect, Instant now) {
        return DeadLetter.newBuilder()
                .setId(position.toString())
                .setHub(observation == null ? null : bounded(observation.getHub()))
                .setTopic(position.topic())
                .setPartition(position.partition())
                .setOffset(position.offset())
                .setSourceUrl(observation == null ? null : bounded(observation.getSourceUrl()))
                .setRunId(observation == null ? null : observation.getRunId())
                .setReason(defect.reason())
                .setMessage(bounded(defect.message()))
                .setHead(ByteBuffer.wrap(Arrays.copyOf(bytes, Math.min(bytes.length, HEAD_BYTES))))
                .setLength(bytes.length)
                .setSha256(sha256(bytes))
                .setAt(now)
                .build();
    }

    /**
     * The letter of a record of another topic.
     *
     * @param bytes the record's value
     */
    static DeadLetter of(
            Position position,
            @Nullable String hub,
            @Nullable String sourceUrl,
            byte[] bytes,
            Defect defect,
            Instant now) {
        return DeadLetter.newBuilder()
                .setId(position.toString())
                .setHub(hub == null ? null : bounded(hub))
                .setTopic(position.topic())
                .setPartition(position.partition())
                .setOffset(position.offset())
                .setSourceUrl(sourceUrl == null ? null : bounded(sourceUrl))
                .setReason(defect.reason())
                .setMessage(bounded(defect.message()))
                .setHead(ByteBuffer.wrap(Arrays.copyOf(bytes, Math.min(bytes.length, HEAD_BYTES))))
                .setLength(bytes.length)
                .setSha256(sha256(bytes))
                .setAt(now)
                .build();
    }

    /** As much of a text as a letter takes: none may grow beyond its topic's limit. */
    static String bounded(String text) {
        return text.length() > TEXT_CHARS ? text.substring(0, TEXT_CHARS) : text;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
