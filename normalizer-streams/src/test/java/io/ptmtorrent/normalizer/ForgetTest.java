package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.detailed;
import static io.ptmtorrent.normalizer.Observed.key;
import static io.ptmtorrent.normalizer.Observed.large;
import static io.ptmtorrent.normalizer.Observed.listed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.avro.Want;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a model, or of bytes, that an operator forgot. */
final class ForgetTest {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final String SHA_7 = "%064x".formatted(7);
    private static final String FILES = large("a.bin", 700, 7) + "," + large("b.bin", 800, 8);

    @TempDir
    Path dir;

    private DrivenTopology room;
    private Ledger ledger;

    @BeforeEach
    void start() throws Exception {
        room = DrivenTopology.withoutLedger(dir, Map.of());
        ledger = new Ledger(room);
        room.set(Observed.policy(1, Artifacts.ALL));
        room.advance(TICK);
    }

    @AfterEach
    void stop() {
        room.close();
    }

    @Test
    void aForgottenModelIsGoneFromEveryTopicAndDoesNotComeBack() {
        // given
        complete("m1");
        complete("m2");
        room.drain();

        // when
        room.block(key("m1"), NOON);
        room.advance(TICK);

        // then
        assertThat(room.models()).containsExactly(new KeyValue<>(key("m1"), null));
        assertThat(room.packages()).containsExactly(new KeyValue<>(key("m1"), null));
        assertThat(room.updates()).singleElement().satisfies(ForgetTest::tellsNoMoreThanTheKey);
        assertThat(room.newestCounters())
                .containsEntry("models", 1L)
                .containsEntry("packages", 1L)
                .containsEntry("open", 0L);

        // when it is listed, detailed and wanted again
        room.drain();
        list("m1");
        room.pipe(detailed("m1", "r1", 0, true, FILES));
        room.set(Observed.policy(2, Artifacts.ALL));
        room.advance(TICK);

        // then
        assertThat(room.models()).isEmpty();
        assertThat(room.updates()).isEmpty();
        assertThat(room.wants()).extracting(want -> want.value.getModel()).containsOnly(key("m2"));
    }

    @Test
    void whatAForgottenModelWaitedForIsWithdrawn() {
        // given
        open("m1");
        ledger.listen();
        assertThat(ledger.waiting()).isNotEmpty();

        // when
        room.block(key("m1"), NOON);
        room.advance(TICK);
        ledger.listen();

        // then
        assertThat(ledger.waiting()).isEmpty();
        assertThat(room.newestCounters()).containsEntry("open", 0L).containsEntry("models", 0L);
    }

    @Test
    void aBlockThatIsLiftedLetsTheModelComeBackAsANewOne() {
        // given
        complete("m1");
        room.block(key("m1"), NOON);
        room.advance(TICK);
        room.drain();

        // when
        room.block(key("m1"), null);
        room.advance(TICK);
        list("m1");

        // then
        assertThat(room.models()).extracting(model -> model.key).containsExactly(key("m1"));
        assertThat(room.updates()).extracting(ModelUpdate::getType).containsExactly(UpdateType.CREATED);
    }

    @Test
    void aReplayFromNothingNeverSeesWhatIsBlocked() throws Exception {
        // given
        try (DrivenTopology replay = DrivenTopology.replay(dir.resolve("replay"))) {
            replay.block(key("m1"), NOON);
            replay.advance(TICK);

            // when
            replay.pipe(row("m1"), row("m2"));

            // then
            assertThat(replay.models()).extracting(model -> model.key).containsExactly(key("m2"));
        }
    }

    @Test
    void forgottenBytesLeaveEveryManifestThatNamesThem() {
        // given
        complete("m1");
        room.drain();

        // when
        room.block("sha256:" + SHA_7, NOON);
        room.advance(TICK);
        List<KeyValue<String, Want>> wants = ledger.listen();
        ledger.storeAll();

        // then
        assertThat(wants).extracting(want -> want.key).containsExactly("manifest:huggingface/m1/r1/1");
        Manifest manifest = Objects.requireNonNull(wants.getFirst().value.getManifest());
        assertThat(manifest.getFiles().getFirst()).satisfies(file -> {
            assertThat(file.getState()).isEqualTo(FileState.UNAVAILABLE);
            assertThat(file.getReason()).isEqualTo(FileReason.FORGOTTEN);
            assertThat(file.getSha256()).isNull();
        });
        assertThat(manifest.getFiles().getLast().getState()).isEqualTo(FileState.STORED);
        assertThat(DrivenTopology.single(room.packages()).getUnavailable()).isEqualTo(1);
    }

    @Test
    void itIsSaidUpToWhichBlockAllWasLookedAt() {
        // given
        complete("m1");
        room.statistics();

        // when
        room.block(key("m1"), NOON);
        room.block("sha256:" + SHA_7, NOON.plusMillis(5));
        room.advance(TICK);

        // then
        assertThat(room.statistics())
                .containsEntry("blocks-scanned/blocks/0", NOON.plusMillis(5).toEpochMilli());
    }

    private static void tellsNoMoreThanTheKey(ModelUpdate update) {
        assertThat(update.getType()).isEqualTo(UpdateType.FORGOTTEN);
        assertThat(update.getStableId()).isEqualTo("m1");
        assertThat(update.getId()).isEqualTo("m1");
        assertThat(update.getModel()).isNull();
        assertThat(update.getOffset()).isEqualTo(NOON.toEpochMilli());
    }

    private void complete(String id) {
        open(id);
        ledger.storeAll();
    }

    private void open(String id) {
        list(id);
        room.pipe(detailed(id, "r1", 0, true, FILES));
    }

    private void list(String id) {
        room.pipe(row(id));
    }

    private static Observation row(String id) {
        return listed(id, "acme/" + id, "'sha':'r1'", 1, NOON);
    }
}
