package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.DrivenTopology.single;
import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.detailed;
import static io.ptmtorrent.normalizer.Observed.gone;
import static io.ptmtorrent.normalizer.Observed.key;
import static io.ptmtorrent.normalizer.Observed.large;
import static io.ptmtorrent.normalizer.Observed.listed;
import static io.ptmtorrent.normalizer.Observed.runEnded;
import static io.ptmtorrent.normalizer.Observed.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ManifestFile;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.PackageState;
import io.ptmtorrent.avro.Source;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import io.ptmtorrent.normalizer.Ledger.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to one package: opened, answered, complete, superseded. */
final class PackageLifeTest {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final String SHA_7 = "%064x".formatted(7);
    private static final String GIT_5 = "%040x".formatted(5);
    private static final String KEY_7 = "sha256:" + SHA_7;
    private static final String KEY_5 = "git:huggingface/acme:" + GIT_5 + ":5";
    private static final String TWO_FILES = small("config.json", 5, 5) + "," + large("model.bin", 700, 7);

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
    void detailsOpenAPackageThatWantsEveryContent() {
        // given
        list("r1");

        // when
        room.pipe(detailed("m1", "r1", 0, true, TWO_FILES));

        // then
        List<KeyValue<String, Want>> wants = room.wants();
        assertThat(wants).extracting(want -> want.key).containsExactly(KEY_5, KEY_7);
        assertThat(wants.getFirst().value)
                .isEqualTo(Want.newBuilder()
                        .setKind(WantKind.WANT)
                        .setModel(key("m1"))
                        .setRevision("r1")
                        .setPolicyVersion(1)
                        .setArtifact(ArtifactKind.FILE)
                        .setSource(new Source(
                                "huggingface", "https://huggingface.co/acme/m1/resolve/r1/config.json", false))
                        .setGitSha1(GIT_5)
                        .setSize(5L)
                        .build());
        assertThat(wants.getLast().value.getSha256()).isEqualTo(SHA_7);
        assertThat(wants.getLast().value.getSize()).isEqualTo(700L);
        assertThat(room.newestCounters())
                .containsEntry("open", 1L)
                .containsEntry("packages", 1L)
                .containsEntry("files-wanted", 2L)
                .doesNotContainKey("packages-complete");
    }

    @Test
    void aManifestThatIsLostIsWrittenAgain() {
        // given
        open(TWO_FILES);
        ledger.storeAll();
        Answer lost = Answer.newBuilder()
                .setRequestKey("manifest:huggingface/m1/r1/1")
                .setRevision("r1")
                .setPolicyVersion(1)
                .setState(FileState.UNAVAILABLE)
                .setVerification(Verification.NONE)
                .setReason(FileReason.NOT_FOUND)
                .build();

        // when
        room.answer(key("m1"), lost);
        room.advance(Duration.ofSeconds(2));
        List<KeyValue<String, Want>> wants = ledger.listen();
        long open = room.newestCounters().getOrDefault("open", 0L);
        ledger.storeAll();
        room.advance(Duration.ofSeconds(2));

        // then
        assertThat(wants).extracting(want -> want.key).containsExactly("manifest:huggingface/m1/r1/1");
        assertThat(Objects.requireNonNull(wants.getFirst().value.getManifest()).getFiles())
                .hasSize(2);
        assertThat(open).isEqualTo(1);
        assertThat(room.newestCounters()).containsEntry("open", 0L).containsEntry("packages-complete", 1L);
    }

    @Test
    void theLastAnswerWritesTheManifestAndItsAnswerThePackage() {
        // given
        open(TWO_FILES);
        ledger.listen();
        ledger.answer(waiterOf(KEY_7), FileState.DEDUPLICATED);
        List<KeyValue<String, Want>> tooEarly = ledger.listen();

        // when
        room.advance(Duration.ofSeconds(3));
        ledger.answer(waiterOf(KEY_5), FileState.STORED);
        List<KeyValue<String, Want>> wants = ledger.listen();
        ledger.storeAll();

        // then
        assertThat(tooEarly).isEmpty();
        assertThat(wants).extracting(want -> want.key).containsExactly("manifest:huggingface/m1/r1/1");
        Manifest manifest = Objects.requireNonNull(wants.getFirst().value.getManifest());
        assertThat(wants.getFirst().value.getArtifact()).isEqualTo(ArtifactKind.MANIFEST);
        assertThat(manifest)
                .isEqualTo(new Manifest(
                        "huggingface",
                        "m1",
                        "acme/m1",
                        "r1",
                        1L,
                        0L,
                        List.of(
                                new ManifestFile(
                                        "config.json",
                                        FileState.STORED,
                                        "e".repeat(64),
                                        5L,
                                        Verification.GIT_SHA1,
                                        "https://huggingface.co/acme/m1/resolve/r1/config.json",
                                        null),
                                new ManifestFile(
                                        "model.bin",
                                        FileState.STORED,
                                        SHA_7,
                                        700L,
                                        Verification.SHA256,
                                        "https://huggingface.co/acme/m1/resolve/r1/model.bin",
                                        null))));
        assertThat(room.packages())
                .containsExactly(KeyValue.pair(
                        key("m1"),
                        Package.newBuilder()
                                .setHub("huggingface")
                                .setStableId("m1")
                                .setId("acme/m1")
                                .setRevision("r1")
                                .setPolicyVersion(1)
                                .setState(PackageState.COMPLETE)
                                .setWanted(2)
                                .setStored(2)
                                .setFailed(0)
                                .setUnavailable(0)
                                .setGated(0)
                                .setUnverified(0)
                                .setOmitted(0)
                                .setBytesWanted(705)
                                .setBytesStored(705)
                                .setOpenedAt(NOON.plus(TICK))
                                .setCompleteSince(NOON.plus(TICK).plusSeconds(3))
                                .setManifestKey("packages/huggingface/m1/manifest.json")
                                .setManifestSha256(Ledger.MANIFEST_SHA256)
                                .build()));
        assertThat(room.newestCounters())
                .containsEntry("open", 0L)
                .containsEntry("packages", 1L)
                .containsEntry("packages-complete", 1L)
                .containsEntry("files-wanted", 2L)
                .containsEntry("files-stored", 1L)
                .containsEntry("files-deduplicated", 1L);
    }

    @Test
    void oneContentAtTwoPathsIsWantedOnceAndCountedTwice() {
        // given
        open(large("b.bin", 700, 7) + "," + large("a.bin", 700, 7));

        // when
        List<KeyValue<String, Want>> wants = ledger.listen();
        ledger.storeAll();

        // then
        assertThat(wants).extracting(want -> want.key).containsExactly(KEY_7);
        assertThat(Objects.requireNonNull(wants.getFirst().value.getSource()).getUrl())
                .endsWith("/a.bin");
        Package complete = single(room.packages());
        assertThat(complete.getWanted()).isEqualTo(2);
        assertThat(complete.getStored()).isEqualTo(2);
        assertThat(complete.getBytesStored()).isEqualTo(1_400);
        assertThat(room.newestCounters()).containsEntry("files-stored", 1L).containsEntry("files-deduplicated", 1L);
    }

    @Test
    void aRevisionWithoutFilesIsItsManifest() {
        // given
        list("r1");

        // when
        room.pipe(detailed("m1", "r1", 0, true, ""));
        ledger.storeAll();

        // then
        assertThat(single(room.packages()).getWanted()).isZero();
        assertThat(room.newestCounters()).containsEntry("open", 0L).containsEntry("packages-complete", 1L);
    }

    @Test
    void filesOfAGatedModelAreWantedFromASourceThatIsNotToBeAsked() {
        // given
        room.pipe(listed("m1", "acme/m1", "'sha':'r1','gated':'manual'", 1, NOON));
        room.pipe(detailed("m1", "r1", 0, true, TWO_FILES));

        // when
        List<KeyValue<String, Want>> wants = ledger.listen();
        ledger.waiting().forEach(waiter -> ledger.answer(waiter, FileState.GATED));
        Manifest manifest =
                Objects.requireNonNull(ledger.listen().getFirst().value.getManifest());
        ledger.storeAll();

        // then
        assertThat(wants)
                .allMatch(want -> Objects.requireNonNull(want.value.getSource()).getGated());
        assertThat(manifest.getFiles())
                .extracting(ManifestFile::getState, ManifestFile::getReason, ManifestFile::getSize)
                .containsExactly(
                        tuple(FileState.GATED, FileReason.GATED, 5L), tuple(FileState.GATED, FileReason.GATED, 700L));
        assertThat(single(room.packages()).getGated()).isEqualTo(2);
        assertThat(room.newestCounters()).containsEntry("files-gated", 2L).containsEntry("open", 0L);
    }

    @Test
    void aModelThatIsNoLongerGatedHasItsGatedFilesWantedAgain() {
        // given
        room.pipe(listed("m1", "acme/m1", "'sha':'r1','gated':'manual'", 1, NOON));
        room.pipe(detailed("m1", "r1", 0, true, TWO_FILES));
        ledger.listen();
        ledger.waiting().forEach(waiter -> ledger.answer(waiter, FileState.GATED));
        ledger.storeAll();
        room.drain();

        // when
        room.pipe(listed("m1", "acme/m1", "'sha':'r1','gated':false", 2, LATER));
        List<KeyValue<String, Want>> wants = ledger.listen();
        ledger.storeAll();

        // then
        assertThat(wants).extracting(want -> want.key).containsExactly(KEY_5, KEY_7);
        assertThat(wants)
                .noneMatch(
                        want -> Objects.requireNonNull(want.value.getSource()).getGated());
        assertThat(room.requests()).isEmpty();
        assertThat(single(room.packages()).getStored()).isEqualTo(2);
        assertThat(room.newestCounters()).containsEntry("files-gated", 0L).containsEntry("open", 0L);
    }

    @Test
    void whatIsNotThereIsAccountedFor() {
        // given
        open(small("a", 5, 5) + "," + large("b", 700, 7) + "," + large("c", 900, 9));
        ledger.listen();

        // when
        ledger.answer(waiterOf(KEY_5), FileState.UNAVAILABLE);
        ledger.answer(waiterOf(KEY_7), FileState.FAILED);
        ledger.storeAll();

        // then
        Package complete = single(room.packages());
        assertThat(complete.getState()).isEqualTo(PackageState.COMPLETE);
        assertThat(complete.getWanted()).isEqualTo(3);
        assertThat(complete.getStored()).isEqualTo(1);
        assertThat(complete.getFailed()).isEqualTo(1);
        assertThat(complete.getUnavailable()).isEqualTo(1);
        assertThat(complete.getBytesStored()).isEqualTo(900);
    }

    @Test
    void hostileNamesAreEncodedAndThoseThatNoAddressHoldsAreUnavailable() {
        // given
        String longName = "n".repeat(300);
        list("r1");

        // when
        room.pipe(detailed(
                "m1",
                "r1",
                0,
                true,
                small("../../x", 1, 1) + "," + small("/etc/passwd", 2, 2) + "," + small("nul\\u0000", 3, 3) + ","
                        + small(longName, 4, 4) + "," + small("a b%2e#?", 5, 5)));
        List<KeyValue<String, Want>> wants = ledger.listen();
        ledger.waiting().forEach(waiter -> ledger.answer(waiter, FileState.STORED));
        Manifest manifest =
                Objects.requireNonNull(ledger.listen().getFirst().value.getManifest());

        // then
        assertThat(wants)
                .extracting(
                        want -> Objects.requireNonNull(want.value.getSource()).getUrl())
                .containsExactlyInAnyOrder(
                        "https://huggingface.co/acme/m1/resolve/r1//etc/passwd",
                        "https://huggingface.co/acme/m1/resolve/r1/nul%00",
                        "https://huggingface.co/acme/m1/resolve/r1/" + longName,
                        "https://huggingface.co/acme/m1/resolve/r1/a%20b%252e%23%3F");
        assertThat(manifest.getFiles())
                .extracting(ManifestFile::getPath, ManifestFile::getState, ManifestFile::getReason)
                .containsExactly(
                        tuple("../../x", FileState.UNAVAILABLE, FileReason.BAD_REQUEST),
                        tuple("/etc/passwd", FileState.STORED, null),
                        tuple("a b%2e#?", FileState.STORED, null),
                        tuple(longName, FileState.STORED, null),
                        tuple("nul\0", FileState.STORED, null));
        assertThat(room.letters())
                .extracting(letter -> letter.value.getReason().toString())
                .containsExactly("BAD_FILE");
    }

    @Test
    void aRevisionInFlightIsWithdrawnAndItsAnswersSayNothing() {
        // given
        open(TWO_FILES);
        ledger.listen();
        Waiter stale = waiterOf(KEY_5);
        Want staleWant = ledger.wantOf(stale);
        ledger.answer(waiterOf(KEY_7), FileState.STORED);

        // when
        room.pipe(listed("m1", "acme/m1", "'sha':'r2'", 2, LATER));
        List<KeyValue<String, Want>> withdrawn = ledger.listen();
        Map<String, Long> between = room.newestCounters();
        room.pipe(listed("m1", "acme/m1", "'sha':'r3'", 3, LATER.plusSeconds(1)));
        room.pipe(detailed("m1", "r2", 0, true, TWO_FILES));
        List<KeyValue<String, Want>> forTheDropped = ledger.listen();
        room.pipe(detailed("m1", "r3", 0, true, small("config.json", 5, 5)));
        room.answer(key("m1"), Ledger.answerTo(stale, staleWant, FileState.STORED));
        ledger.storeAll();

        // then
        assertThat(withdrawn)
                .extracting(want -> want.key, want -> want.value.getKind(), want -> want.value.getRevision())
                .containsExactly(tuple(KEY_5, WantKind.WITHDRAW, "r1"));
        assertThat(between)
                .containsEntry("open", 1L)
                .containsEntry("packages", 0L)
                .containsEntry("files-wanted", 0L)
                .containsEntry("files-stored", 0L);
        assertThat(forTheDropped).isEmpty();
        Package complete = single(room.packages());
        assertThat(complete.getRevision()).isEqualTo("r3");
        assertThat(room.newestCounters())
                .containsEntry("open", 0L)
                .containsEntry("packages", 1L)
                .containsEntry("packages-complete", 1L)
                .containsEntry("files-wanted", 1L)
                .containsEntry("files-stored", 1L);
    }

    @Test
    void aManifestInFlightIsWithdrawnWithItsRevision() {
        // given
        open(TWO_FILES);
        ledger.listen();
        ledger.waiting().forEach(waiter -> ledger.answer(waiter, FileState.STORED));
        ledger.listen();

        // when
        room.pipe(listed("m1", "acme/m1", "'sha':'r2'", 2, LATER));

        // then
        assertThat(ledger.listen())
                .extracting(want -> want.key, want -> want.value.getKind(), want -> want.value.getArtifact())
                .containsExactly(tuple("manifest:huggingface/m1/r1/1", WantKind.WITHDRAW, ArtifactKind.MANIFEST));
        assertThat(room.packages()).isEmpty();
    }

    @Test
    void aModelDeletedInFlightWithdrawsItsWantsAndLeavesNothing() {
        // given
        open(TWO_FILES);
        ledger.listen();

        // when
        room.pipe(gone("m1", 2, LATER, null));

        // then
        assertThat(ledger.listen())
                .extracting(want -> want.key, want -> want.value.getKind())
                .containsExactly(tuple(KEY_5, WantKind.WITHDRAW), tuple(KEY_7, WantKind.WITHDRAW));
        assertThat(room.packages()).containsExactly(KeyValue.pair(key("m1"), null));
        assertThat(room.newestCounters())
                .containsEntry("open", 0L)
                .containsEntry("packages", 0L)
                .containsEntry("files-wanted", 0L);
    }

    @Test
    void theLastCompletePackageStaysUntilTheNextIsComplete() {
        // given
        open(TWO_FILES);
        ledger.storeAll();
        room.drain();

        // when
        room.pipe(listed("m1", "acme/m1", "'sha':'r2'", 2, LATER));
        room.pipe(detailed("m1", "r2", 0, true, small("config.json", 6, 6)));
        List<KeyValue<String, @Nullable Package>> meanwhile = room.packages();
        ledger.storeAll();

        // then
        assertThat(meanwhile).isEmpty();
        assertThat(single(room.packages()).getRevision()).isEqualTo("r2");
    }

    @Test
    void whatWasNotToBeHadIsWantedAgainAfterACompleteRun() {
        // given
        open(TWO_FILES);
        ledger.listen();
        ledger.answer(waiterOf(KEY_5), FileState.UNAVAILABLE);
        ledger.storeAll();
        room.drain();

        // when
        completeRun(2);
        List<KeyValue<String, Want>> first = ledger.listen();
        ledger.answer(waiterOf(KEY_5), FileState.UNAVAILABLE);
        List<KeyValue<String, Want>> unchanged = ledger.listen();
        completeRun(3);
        ledger.storeAll();

        // then
        assertThat(first).extracting(want -> want.key).containsExactly(KEY_5);
        assertThat(unchanged).isEmpty();
        assertThat(single(room.packages()).getUnavailable()).isZero();
        assertThat(room.newestCounters())
                .containsEntry("open", 0L)
                .containsEntry("files-wanted", 2L)
                .containsEntry("files-stored", 2L)
                .containsEntry("files-unavailable", 0L);
    }

    @Test
    void anUnwrittenManifestIsWantedAgainAfterACompleteRun() {
        // given
        open(TWO_FILES);
        ledger.listen();
        ledger.waiting().forEach(waiter -> ledger.answer(waiter, FileState.STORED));
        ledger.listen();
        ledger.waiting().forEach(waiter -> ledger.answer(waiter, FileState.UNAVAILABLE));
        Map<String, Long> without = room.newestCounters();
        List<KeyValue<String, @Nullable Package>> none = room.packages();

        // when
        completeRun(2);
        ledger.storeAll();

        // then
        assertThat(without).containsEntry("open", 0L).doesNotContainKey("packages-complete");
        assertThat(none).isEmpty();
        assertThat(single(room.packages()).getState()).isEqualTo(PackageState.COMPLETE);
    }

    @Test
    void fiftyThousandFilesAreTenThousandWantedAndTheRestCounted() {
        // given
        list("r1");
        room.drain();

        // when
        for (int page = 0; page < 50; page++) {
            int first = page * 1_000;
            String entries = IntStream.range(first, first + 1_000)
                    .mapToObj(i -> small("data/shard-%05d.bin".formatted(i), i, i))
                    .collect(Collectors.joining(","));
            room.pipe(detailed("m1", "r1", page, page == 49, entries));
        }
        ledger.storeAll();

        // then
        Package complete = single(room.packages());
        assertThat(complete.getWanted()).isEqualTo(10_000);
        assertThat(complete.getStored()).isEqualTo(10_000);
        assertThat(complete.getOmitted()).isEqualTo(40_000);
        assertThat(complete.getBytesStored())
                .isEqualTo(IntStream.range(0, 10_000).asLongStream().sum());
        assertThat(room.newestCounters()).containsEntry("files-wanted", 10_000L).containsEntry("open", 0L);
        assertThat(room.letters()).isEmpty();
    }

    @Test
    void answersThatCannotBeUsedAreDeadLetters() {
        // given
        open(TWO_FILES);
        ledger.listen();
        Waiter waiter = waiterOf(KEY_5);
        var answer = Ledger.answerTo(waiter, ledger.wantOf(waiter), FileState.UNAVAILABLE);
        var withoutDigest = io.ptmtorrent.avro.Answer.newBuilder(answer)
                .setState(FileState.STORED)
                .build();

        // when
        room.answer(null, answer);
        room.answer(key("m1"), withoutDigest);
        room.answerBytes(key("m1"), new byte[] {1, 2, 3});

        // then
        assertThat(room.letters())
                .extracting(letter -> letter.value.getReason().toString(), letter -> letter.value.getTopic())
                .containsExactly(
                        tuple("BAD_RECORD", "ptm.answers"),
                        tuple("BAD_RECORD", "ptm.answers"),
                        tuple("BAD_RECORD", "ptm.answers"));
        assertThat(room.newestCounters()).containsEntry("open", 1L);
    }

    @Test
    void nothingIsEverOpenNowhereBetweenTheListingAndTheManifest() {
        // when
        list("r1");
        room.pipe(detailed("m1", "r1", 0, true, TWO_FILES));
        ledger.listen();
        ledger.waiting().forEach(waiter -> ledger.answer(waiter, FileState.STORED));
        List<Long> before = room.statisticsOf("open/huggingface/0");
        ledger.storeAll();
        List<Long> after = room.statisticsOf("open/huggingface/0");

        // then
        assertThat(before).doesNotContain(0L);
        assertThat(after).containsExactly(0L);
    }

    private void list(String revision) {
        room.pipe(listed("m1", "acme/m1", "'sha':'" + revision + "'", 1, NOON));
    }

    private void open(String entries) {
        list("r1");
        room.pipe(detailed("m1", "r1", 0, true, entries));
    }

    private void completeRun(long runId) {
        room.pipe(listed("m1", "acme/m1", "'sha':'r1'", runId, LATER.plusSeconds(runId)));
        room.pipe(runEnded(runId, CrawlMode.FULL, true));
        room.advance(TICK);
    }

    private Waiter waiterOf(String requestKey) {
        return ledger.waiting().stream()
                .filter(waiter -> waiter.requestKey().equals(requestKey))
                .findFirst()
                .orElseThrow();
    }
}
