package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.about;
import static io.ptmtorrent.normalizer.Observed.key;
import static io.ptmtorrent.normalizer.Observed.listed;
import static io.ptmtorrent.normalizer.Observed.listedBody;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used is a dead letter with its place and reason, and the next record goes its way. */
final class DeadLettersTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path dir;

    private DrivenTopology room;

    @BeforeEach
    void start() throws Exception {
        room = new DrivenTopology(dir, Map.of());
    }

    @AfterEach
    void stop() {
        room.close();
    }

    @Test
    void saysWhereTheRecordLiesAndKeepsItsHead() throws Exception {
        // given
        room.pipe(listed("m1", "acme/tern", "", 1, NOON));
        byte[] row = ("{\"_id\":7,\"id\":\"a/b\",\"x\":\"" + "y".repeat(300_000) + "\"}").getBytes(UTF_8);

        // when
        room.pipe(listedBody("m2", new String(row, UTF_8), 3, NOON));

        // then
        KeyValue<String, DeadLetter> record = single(room.letters());
        DeadLetter letter = record.value;
        assertThat(record.key).isEqualTo(key("m2"));
        assertThat(letter.getId()).isEqualTo("ptm.observations/0/1");
        assertThat(letter.getTopic()).isEqualTo("ptm.observations");
        assertThat(letter.getPartition()).isZero();
        assertThat(letter.getOffset()).isEqualTo(1);
        assertThat(letter.getHub()).isEqualTo("huggingface");
        assertThat(letter.getRunId()).isEqualTo(3);
        assertThat(letter.getSourceUrl()).isEqualTo("https://huggingface.co/api/models?limit=1000");
        assertThat(letter.getReason()).isEqualTo(DeadLetterReason.MISSING_ID);
        assertThat(bytes(letter.getHead())).isEqualTo(Arrays.copyOf(row, 256 * 1024));
        assertThat(letter.getLength()).isEqualTo(row.length);
        assertThat(letter.getSha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(row)));
    }

    @Test
    void bytesThatAreNoObservationAreBadRecords() {
        // given
        byte[] whole = room.bytes(listed("m1", "acme/tern", "", 1, NOON));
        byte[] unknownSchema = whole.clone();
        unknownSchema[4] = 99;
        byte[] otherRecord = whole.clone();
        otherRecord[4] = (byte) (whole[4] + 1);

        // when
        room.pipe(key("m1"), null);
        room.pipe(key("m1"), new byte[0]);
        room.pipe(null, "no avro".getBytes(UTF_8));
        room.pipe(key("m1"), unknownSchema);
        room.pipe(key("m1"), otherRecord);
        room.pipe(key("m1"), Arrays.copyOf(whole, whole.length - 1));
        room.pipe(key("m1"), Arrays.copyOf(whole, whole.length + 1));

        // then
        assertThat(room.letters())
                .extracting(letter -> letter.value.getReason())
                .hasSize(7)
                .containsOnly(DeadLetterReason.BAD_RECORD);
        assertThat(room.models()).isEmpty();
    }

    @Test
    void anyBytesAtAllLeaveTheTaskAlive() {
        // given
        Random random = new Random(20261101);
        byte[] whole = room.bytes(listed("m1", "acme/tern", "'sha':'r1'", 1, NOON));

        // when
        for (int round = 0; round < 2_000; round++) {
            byte[] broken = whole.clone();
            for (int hit = 0; hit <= round % 4; hit++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            room.pipe(key("m1"), broken);
        }
        room.pipe(listed("m2", "acme/gull", "", 1, NOON));

        // then
        assertThat(room.models()).extracting(row -> row.key).contains(key("m2"));
        assertThat(room.letters()).isNotEmpty();
    }

    @Test
    void observationsThatNoRuleMayReadAreBadRecords() {
        // given
        Observation.Builder listed = about(ObservationKind.LISTED, "m1", 1, NOON);

        // when
        room.pipe(
                key("m1"),
                room.bytes(about(ObservationKind.UNKNOWN, "m1", 1, NOON).build()));
        room.pipe(key("m1"), room.bytes(listed.build()));
        room.pipe(key("m1"), room.bytes(listed.setStableId(null).build()));
        room.pipe(
                key("m2"), room.bytes(about(ObservationKind.GONE, "m1", 1, NOON).build()));
        room.pipe(null, room.bytes(about(ObservationKind.GONE, "m1", 1, NOON).build()));
        room.pipe(
                "huggingface",
                room.bytes(about(ObservationKind.RUN_ENDED, "", 1, NOON)
                        .setStableId(null)
                        .build()));
        room.pipe(
                key("x".repeat(501)),
                room.bytes(about(ObservationKind.GONE, "x".repeat(501), 1, NOON).build()));

        // then
        assertThat(room.letters())
                .extracting(letter -> letter.value.getReason())
                .hasSize(7)
                .containsOnly(DeadLetterReason.BAD_RECORD);
    }

    @Test
    void aHubThatThisBuildDoesNotKnowIsNamed() {
        // when
        room.pipe(
                "elsewhere/m1",
                room.bytes(about(ObservationKind.LISTED, "m1", 1, NOON)
                        .setHub("elsewhere")
                        .build()));
        room.advance(Duration.ofSeconds(1));

        // then
        DeadLetter letter = single(room.letters()).value;
        assertThat(letter.getReason()).isEqualTo(DeadLetterReason.UNKNOWN_HUB);
        assertThat(letter.getHub()).isEqualTo("elsewhere");
        assertThat(room.statistics()).containsEntry("dead-letters/unknown/0", 1L);
    }

    @Test
    void aRowUnderAnotherModelsKeyIsABadValue() {
        // when
        room.pipe(listedBody("m1", "{\"_id\":\"m2\",\"id\":\"a/b\"}", 1, NOON));

        // then
        assertThat(single(room.letters()).value.getReason()).isEqualTo(DeadLetterReason.BAD_VALUE);
        assertThat(room.models()).isEmpty();
    }

    @Test
    void aModelLargerThanItsTopicAllowsIsADeadLetter() {
        // given
        room.pipe(listed("m1", "acme/tern", "", 1, NOON));
        room.drain();

        // when
        room.pipe(listed("m1", "acme/tern", "'cardData':{'x':'" + "y".repeat(4 * MIB) + "'}", 2, NOON));

        // then
        DeadLetter letter = single(room.letters()).value;
        assertThat(letter.getReason()).isEqualTo(DeadLetterReason.TOO_LARGE);
        assertThat(letter.getLength()).isGreaterThan(4 * MIB);
        assertThat(bytes(letter.getHead())).hasSize(256 * 1024);
        assertThat(room.models()).isEmpty();
        assertThat(room.updates()).isEmpty();
    }

    @Test
    void anUpdateThatWouldBeTooLargeComesWithoutItsModel() {
        // given
        int limit = room.kafka.topics().models().maxBytes();
        room.pipe(listed("m0", "acme/tern", "'cardData':{'x':'" + "y".repeat(10_000) + "'}", 1, NOON));
        int beside = room.modelBytes(single(room.models()).value) - 10_000;
        room.drain();

        // when
        room.pipe(listed("m1", "acme/tern", "'cardData':{'x':'" + "y".repeat(limit - beside - 10) + "'}", 1, NOON));

        // then
        assertThat(room.modelBytes(single(room.models()).value)).isBetween(limit - 10, limit);
        ModelUpdate update = single(room.updates());
        assertThat(update.getModel()).isNull();
        assertThat(room.letters()).isEmpty();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static <T> T single(List<T> list) {
        assertThat(list).hasSize(1);
        return list.getFirst();
    }
}
