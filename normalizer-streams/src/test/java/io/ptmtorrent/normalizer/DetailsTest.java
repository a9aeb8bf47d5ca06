package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.DrivenTopology.single;
import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.detailed;
import static io.ptmtorrent.normalizer.Observed.gone;
import static io.ptmtorrent.normalizer.Observed.key;
import static io.ptmtorrent.normalizer.Observed.large;
import static io.ptmtorrent.normalizer.Observed.listed;
import static io.ptmtorrent.normalizer.Observed.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.Issue;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.PackageState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hub is asked of a model's files, and what its answers do. */
final class DetailsTest {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final ModelFile CONFIG = new ModelFile(
            "config.json", 5L, null, "%040x".formatted(5), null, null, ArtifactKind.FILE, FileRole.CONFIG, "json");
    private static final ModelFile WEIGHTS = new ModelFile(
            "model.bin", 700L, "%064x".formatted(7), null, null, null, ArtifactKind.FILE, FileRole.WEIGHTS, "bin");

    @TempDir
    Path dir;

    private DrivenTopology room;
    private Ledger ledger;

    @BeforeEach
    void start() throws Exception {
        start(Map.of());
    }

    @AfterEach
    void stop() {
        room.close();
    }

    @Test
    void aNewRevisionIsAskedForItsFilesAtOnce() {
        // when
        list("m1", "r1", 7, NOON);
        list("m1", "r2", 8, LATER);

        // then
        assertThat(room.requests())
                .containsExactly(
                        KeyValue.pair(key("m1"), request("m1", "r1", DetailReason.CHANGED, 7)),
                        KeyValue.pair(key("m1"), request("m1", "r2", DetailReason.CHANGED, 8)));
        assertThat(room.newestCounters()).containsEntry("open", 1L);
    }

    @Test
    void withoutAPolicyNobodyIsAskedAnything() throws Exception {
        // given
        stop();
        room = DrivenTopology.withoutLedger(dir, Map.of());

        // when
        list("m1", "r1", 1, NOON);
        list("m1", "r2", 1, LATER);
        room.pipe(detailed("m1", "r2", 0, true, small("config.json", 5, 5)));

        // then
        assertThat(room.requests()).isEmpty();
        assertThat(room.wants()).isEmpty();
        assertThat(room.models().getLast().value.getFiles()).containsExactly(CONFIG);
    }

    @Test
    void theSameRevisionIsAskedOnceAndNeverWhereItsDetailsAreHeld() {
        // given
        list("m1", "r1", 1, NOON);
        list("m1", "r1", 2, LATER);
        List<KeyValue<String, DetailRequest>> first = room.requests();
        room.pipe(detailed("m1", "r1", 0, true, small("config.json", 5, 5)));
        room.drain();

        // when
        list("m1", "r1", 3, LATER.plusSeconds(1));
        room.pipe(detailed("m1", "r1", 0, true, small("other", 6, 6)));

        // then
        assertThat(first).hasSize(1);
        assertThat(room.requests()).isEmpty();
        assertThat(room.models()).isEmpty();
        assertThat(room.wants()).isEmpty();
    }

    @Test
    void detailsFillTheModelInWithoutAnUpdateAndAListingLeavesThem() {
        // given
        room.pipe(listed("m1", "acme/m1", "'sha':'r1','siblings':[{'rfilename':'model.bin'}]", 1, NOON));
        room.drain();

        // when
        room.pipe(detailed("m1", "r1", 0, true, large("model.bin", 700, 7) + ",7," + small("config.json", 5, 5)));
        Model filled = room.models().getFirst().value;
        int updates = room.updates().size();
        room.pipe(listed(
                "m1",
                "acme/m1",
                "'sha':'r1','pipeline_tag':'fill-mask','siblings':[{'rfilename':'model.bin'}]",
                2,
                LATER));

        // then
        assertThat(filled.getFiles()).containsExactly(CONFIG, WEIGHTS);
        assertThat(filled.getIssues()).containsExactly(new Issue("tree", "expected objects"));
        assertThat(updates).isZero();
        Model listed = room.models().getFirst().value;
        assertThat(listed.getFiles()).containsExactly(CONFIG, WEIGHTS);
        assertThat(listed.getIssues()).containsExactly(new Issue("tree", "expected objects"));
        assertThat(room.updates().getFirst().getChangedFields())
                .containsExactly("task", "commonTask", "provenance", "huggingFace.pipelineTag");
    }

    @Test
    void anotherRevisionHasNoDetails() {
        // given
        list("m1", "r1", 1, NOON);
        room.pipe(detailed("m1", "r1", 0, true, small("config.json", 5, 5)));
        room.drain();

        // when
        list("m1", "r2", 2, LATER);
        room.pipe(detailed("m1", "r1", 0, true, small("config.json", 5, 5)));

        // then
        assertThat(room.models()).extracting(row -> row.value.getFiles()).containsExactly(List.of());
        assertThat(room.wants().stream().filter(want -> want.value.getSource() != null))
                .isEmpty();
        assertThat(room.newestCounters()).containsEntry("open", 1L);
    }

    @Test
    void pagesAreGatheredUntilTheLastAndOneThatRepeatsReplacesItself() {
        // given
        list("m1", "r1", 1, NOON);
        room.drain();

        // when
        room.pipe(detailed("m1", "r1", 0, false, small("z", 1, 1)));
        room.pipe(detailed("m1", "r1", 0, false, large("model.bin", 700, 7)));
        room.pipe(detailed("m1", "r1", 1, false, small("b", 2, 2)));
        List<KeyValue<String, Model>> early = room.models();
        room.pipe(detailed("m1", "r1", 2, true, small("config.json", 5, 5)));

        // then
        assertThat(early).isEmpty();
        assertThat(room.models().getFirst().value.getFiles())
                .containsExactly(
                        new ModelFile(
                                "b",
                                2L,
                                null,
                                "%040x".formatted(2),
                                null,
                                null,
                                ArtifactKind.FILE,
                                FileRole.OTHER,
                                null),
                        CONFIG,
                        WEIGHTS);
    }

    @Test
    void pagesOfARevisionThatIsNoMoreAreForgotten() {
        // given
        list("m1", "r1", 1, NOON);
        room.pipe(detailed("m1", "r1", 0, false, small("old", 1, 1)));
        list("m1", "r2", 2, LATER);
        room.drain();

        // when
        room.pipe(detailed("m1", "r1", 1, true, small("old2", 1, 1)));
        room.pipe(detailed("m1", "r2", 1, true, small("config.json", 5, 5)));
        List<KeyValue<String, Model>> oneIsMissing = room.models();
        room.pipe(detailed("m1", "r2", 0, false, small("b", 2, 2)));
        room.pipe(detailed("m1", "r2", 1, true, small("config.json", 5, 5)));

        // then
        assertThat(oneIsMissing).isEmpty();
        assertThat(room.models().getFirst().value.getFiles())
                .extracting(ModelFile::getPath)
                .containsExactly("b", "config.json");
    }

    @Test
    void aPageThatCannotBeReadIsADeadLetterAndEndsTheWait() {
        // given
        list("m1", "r1", 1, NOON);

        // when
        Observation html = Observation.newBuilder(detailed("m1", "r1", 0, true, ""))
                .setBody(java.nio.ByteBuffer.wrap("<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .build();
        room.pipe(html);

        // then
        assertThat(room.letters())
                .extracting(letter -> letter.value.getReason().toString())
                .containsExactly("BAD_DETAILS");
        assertThat(single(room.packages()).getState()).isEqualTo(PackageState.WITHOUT_DETAILS);
        assertThat(room.newestCounters()).containsEntry("open", 0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "last", "body"})
    void detailsThatLackAMemberAreADeadLetter(String member) {
        // given
        list("m1", "r1", 1, NOON);
        Observation.Builder details = Observation.newBuilder(detailed("m1", "r1", 0, true, ""));
        if (member.equals("page")) {
            details.setPage(-1);
        } else if (member.equals("last")) {
            details.setLast(null);
        } else {
            details.setBody(null);
        }

        // when
        room.pipe(details.build());

        // then
        assertThat(room.letters())
                .extracting(letter -> letter.value.getReason().toString())
                .containsExactly("BAD_RECORD");
        assertThat(room.newestCounters()).containsEntry("open", 1L);
    }

    @Test
    void aRefusalForGoodIsAPackageThatSaysWhy() {
        // given
        list("m1", "r1", 1, NOON);
        room.drain();

        // when
        room.pipe(refused("r1", null));
        list("m1", "r1", 2, LATER);
        room.advance(Duration.ofHours(2));

        // then
        Package without = single(room.packages());
        assertThat(without.getState()).isEqualTo(PackageState.WITHOUT_DETAILS);
        assertThat(without.getReason()).isEqualTo("403 GatedRepo");
        assertThat(without.getRevision()).isEqualTo("r1");
        assertThat(without.getManifestKey()).isNull();
        assertThat(room.requests()).isEmpty();
        assertThat(room.hubCounters()).containsEntry("open", 0L).containsEntry("packages", 1L);
    }

    @Test
    void aRefusalOfANewRevisionLeavesTheLastCompletePackageWithTheReason() {
        // given
        list("m1", "r1", 1, NOON);
        room.pipe(detailed("m1", "r1", 0, true, small("config.json", 5, 5)));
        ledger.storeAll();
        Package complete = single(room.packages());

        // when
        list("m1", "r2", 2, LATER);
        room.pipe(refused("r2", null));

        // then
        assertThat(single(room.packages()))
                .isEqualTo(Package.newBuilder(complete)
                        .setReason("r2: 403 GatedRepo")
                        .build());
        assertThat(room.newestCounters()).containsEntry("packages", 1L).containsEntry("packages-complete", 0L);
    }

    @Test
    void aRefusalWithATimeIsAskedAgainThen() {
        // given
        list("m1", "r1", 1, NOON);
        room.drain();

        // when
        room.pipe(refused("r1", NOON.plus(Duration.ofMinutes(10))));
        room.advance(Duration.ofMinutes(9));
        List<KeyValue<String, DetailRequest>> tooEarly = room.requests();
        room.advance(Duration.ofMinutes(1).plus(TICK));

        // then
        assertThat(tooEarly).isEmpty();
        assertThat(room.requests()).hasSize(1);
        assertThat(room.packages()).isEmpty();
        assertThat(room.newestCounters()).containsEntry("open", 1L);
    }

    @Test
    void aRefusalOfAnotherRevisionSaysNothing() {
        // given
        list("m1", "r1", 1, NOON);
        list("m1", "r2", 2, LATER);

        // when
        room.pipe(refused("r1", null));

        // then
        assertThat(room.packages()).isEmpty();
        assertThat(room.newestCounters()).containsEntry("open", 1L);
    }

    @Test
    void whatIsNotAnsweredForAnHourIsAskedAgain() {
        // given
        list("m1", "r1", 1, NOON);
        room.drain();

        // when
        room.advance(Duration.ofMinutes(59));
        List<KeyValue<String, DetailRequest>> tooEarly = room.requests();
        room.advance(Duration.ofMinutes(2));

        // then
        assertThat(tooEarly).isEmpty();
        assertThat(room.requests()).hasSize(1);
    }

    @Test
    void noMoreThanTheCreditIsUnderWayAndTheRestComesInOrder() throws Exception {
        // given
        stop();
        start(Map.of("normalizer.absence.credit", "2"));

        // when
        for (String model : List.of("a", "b", "c", "d", "e")) {
            list(model, "r1", 1, NOON);
        }
        List<KeyValue<String, DetailRequest>> first = room.requests();
        room.advance(TICK);
        List<KeyValue<String, DetailRequest>> none = room.requests();
        room.pipe(detailed("b", "r1", 0, true, small("config.json", 5, 5)));
        room.advance(TICK);

        // then
        assertThat(first).extracting(request -> request.key).containsExactly(key("a"), key("b"));
        assertThat(none).isEmpty();
        assertThat(room.requests()).extracting(request -> request.key).containsExactly(key("c"));
        assertThat(room.newestCounters()).containsEntry("open", 5L);
    }

    @Test
    void aModelThatIsGoneIsNoLongerWaitedFor() {
        // given
        list("m1", "r1", 1, NOON);

        // when
        room.pipe(gone("m1", 1, LATER, null));

        // then
        assertThat(room.newestCounters()).containsEntry("open", 0L);
    }

    @Test
    void aWordOfDeathOlderThanTheSightingIsAskedAbout() {
        // given
        list("m1", "r1", 1, LATER);
        room.drain();

        // when
        room.pipe(gone("m1", 1, NOON, null));
        Map<String, Long> counters = room.newestCounters();
        room.advance(Duration.ofSeconds(2));

        // then
        assertThat(counters).containsEntry("open", 1L);
        assertThat(room.requests()).hasSize(1);
    }

    @Test
    void aModelWithoutARevisionIsAPackageThatSaysSo() {
        // when
        room.pipe(listed("m1", "acme/m1", "", 1, NOON));

        // then
        assertThat(single(room.packages()).getReason()).isEqualTo("the hub names no revision");
        assertThat(room.requests()).isEmpty();
        assertThat(room.newestCounters()).containsEntry("packages", 1L).doesNotContainEntry("open", 1L);
    }

    @Test
    void aModelThatCameBackIsAskedAgain() {
        // given
        list("m1", "r1", 1, NOON);
        room.pipe(detailed("m1", "r1", 0, true, small("config.json", 5, 5)));
        room.pipe(gone("m1", 1, LATER, null));
        room.drain();

        // when
        list("m1", "r1", 2, LATER.plusSeconds(1));
        room.pipe(detailed("m1", "r1", 0, true, small("config.json", 5, 5)));

        // then
        assertThat(room.requests()).hasSize(1);
        assertThat(room.wants())
                .extracting(want -> want.value.getKind().toString(), want -> want.value.getRevision())
                .containsExactly(tuple("WANT", "r1"));
    }

    private void start(Map<String, String> settings) throws Exception {
        room = DrivenTopology.withoutLedger(dir, settings);
        ledger = new Ledger(room);
        room.set(Observed.policy(1, Artifacts.ALL));
        room.advance(TICK);
    }

    private void list(String stableId, String revision, long runId, Instant seenAt) {
        room.pipe(listed(stableId, "acme/" + stableId, "'sha':'" + revision + "'", runId, seenAt));
    }

    private static DetailRequest request(String stableId, String revision, DetailReason why, long runId) {
        return new DetailRequest("huggingface", stableId, "acme/" + stableId, revision, why, runId);
    }

    private static Observation refused(String revision, @Nullable Instant retryAt) {
        return Observed.about(ObservationKind.REFUSED, "m1", 1, LATER)
                .setRevision(revision)
                .setReason("403 GatedRepo")
                .setRetryAt(retryAt)
                .build();
    }
}
