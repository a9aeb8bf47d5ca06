package io.ptmtorrent.crawler.wire;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.HubReject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes dead letters: what lay where, why it could not be used, and enough of it to look at. Pure. */
public final class Letters {
    private static final int HEAD_BYTES = 256 * 1024;
    private static final int MESSAGE_CHARS = 2000;

    private Letters() {}

    /** About a part of a hub's answer; the same part met again by the same run has the same id. */
    public static DeadLetter about(HubReject reject, String hub, String url, long runId, Instant at) {
        String sha256 = sha256(reject.bytes());
        String identity = sha256 + "\n" + url + "\n" + runId + "\n" + reject.reason();
        return letter(reject.reason(), reject.message(), reject.bytes(), sha256, at)
                .setId(sha256(ByteBuffer.wrap(identity.getBytes(StandardCharsets.UTF_8))))
                .setHub(hub)
                .setSourceUrl(url)
                .setRunId(runId)
                .build();
    }

    /** About a record of a topic that cannot be used. */
    public static DeadLetter about(
            ConsumerRecord<?, byte[]> entry, DeadLetterReason reason, String message, Instant at) {
        byte[] value = entry.value();
        ByteBuffer bytes = ByteBuffer.wrap(value == null ? new byte[0] : value);
        return letter(reason, message, bytes, sha256(bytes), at)
                .setId(entry.topic() + "/" + entry.partition() + "/" + entry.offset())
                .setTopic(entry.topic())
                .setPartition(entry.partition())
                .setOffset(entry.offset())
                .build();
    }

    private static DeadLetter.Builder letter(
            DeadLetterReason reason, String message, ByteBuffer bytes, String sha256, Instant at) {
        return DeadLetter.newBuilder()
                .setReason(reason)
                .setMessage(message.substring(0, Math.min(message.length(), MESSAGE_CHARS)))
                .setHead(bytes.slice(bytes.position(), Math.min(bytes.remaining(), HEAD_BYTES)))
                .setLength(bytes.remaining())
                .setSha256(sha256)
                .setAt(at);
    }

    private static String sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.duplicate());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
