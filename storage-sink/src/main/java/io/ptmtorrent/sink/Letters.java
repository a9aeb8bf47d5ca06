package io.ptmtorrent.sink;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.sink.fetch.WrongBytes;
import io.ptmtorrent.sink.store.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes dead letters: a request that could not be used, or bytes that were not the announced ones. Pure. */
final class Letters {
    private static final int HEAD_BYTES = 256 * 1024;
    private static final int MESSAGE_CHARS = 2000;

    private Letters() {}

    /** About a request that cannot be read, or that nobody could answer. */
    static DeadLetter unusable(ConsumerRecord<String, byte[]> entry, String message, Instant at) {
        byte[] value = entry.value() == null ? new byte[0] : entry.value();
        return letter(entry, DeadLetterReason.BAD_RECORD, message, at)
                .setHead(ByteBuffer.wrap(value, 0, Math.min(value.length, HEAD_BYTES)))
                .setLength(value.length)
                .setSha256(Sha256.of(value))
                .build();
    }

    /** About what a host gave in answer to a request. */
    static DeadLetter wrongBytes(
            ConsumerRecord<String, byte[]> entry,
            ArtifactRequest request,
            WrongBytes bytes,
            String message,
            Instant at) {
        return letter(entry, DeadLetterReason.WRONG_BYTES, message, at)
                .setHub(request.getHub())
                .setSourceUrl(request.getUrl())
                .setHead(bytes.head().asByteBuffer())
                .setLength(bytes.length())
                .setSha256(bytes.sha256())
                .build();
    }

    private static DeadLetter.Builder letter(
            ConsumerRecord<String, byte[]> entry, DeadLetterReason reason, String message, Instant at) {
        return DeadLetter.newBuilder()
                .setId(entry.topic() + "/" + entry.partition() + "/" + entry.offset())
                .setTopic(entry.topic())
                .setPartition(entry.partition())
                .setOffset(entry.offset())
                .setReason(reason)
                .setMessage(message.substring(0, Math.min(message.length(), MESSAGE_CHARS)))
                .setAt(at);
    }
}
