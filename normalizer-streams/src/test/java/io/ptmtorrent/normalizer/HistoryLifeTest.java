package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.Observed.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ManifestFile;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import io.ptmtorrent.normalizer.Ledger.Waiter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of a model's repository, from bundle to bundle. */
final class HistoryLifeTest {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final String HUB = "pytorch-hub";
    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);
    private static final String C = "c".repeat(40);
    private static final String TERN = "acme/tern";
    private static final String BUNDLE = "git-bundle:";

    @TempDir
    Path dir;

    private DrivenTopology room;
    private Ledger ledger;
    private long runId;

    @BeforeEach
    void start() throws Exception {
        room = DrivenTopology.withoutLedger(dir, Map.of());
        ledger = new Ledger(room);
    }

    @AfterEach
    void stop() {
        room.close();
    }

    @Test
    void withoutThePolicysWordNoHistoryIsWanted() {
        // given
        policy(1, Artifacts.ALL, null, false);

        // when
        at(A, TERN);

        // then
        assertThat(room.wants())
                .extracting(want -> want.key)
                .singleElement(STRING)
                .startsWith("repository:");
    }

    @Test
    void theFirstCommitWantsAllHistoryByOneRequestKey() {
        // given
        policy(1, Artifacts.ALL, null, true);

        // when
        at(A, TERN);

        // then
        List<KeyValue<String, Want>> wants = ledger.listen();
        assertThat(wants).hasSize(2);
        KeyValue<String, Want> bundle = wants.getLast();
        assertThat(bundle.key).startsWith(BUNDLE + A + "::");
        assertThat(bundle.value.getArtifact()).isEqualTo(ArtifactKind.GIT_BUNDLE);
        assertThat(bundle.value.getGitSha1()).isEqualTo(A);
        assertThat(Objects.requireNonNull(bundle.value.getSource()).getUrl())
                .isEqualTo("https://github.com/acme/tern.git");
        assertThat(bundle.value.getSize()).isNull();
    }

    @Test
    void theNextCommitWantsWhatCameSinceAndItsManifestListsTheChain() {
        // given
        policy(1, Artifacts.ALL, null, true);
        at(A, TERN);
        ledger.storeAll();

        // when
        at(B, TERN);
        List<String> wanted = bundles();
        answerFiles(FileState.STORED);

        // then
        assertThat(wanted).hasSize(2);
        assertThat(wanted.getFirst()).startsWith(BUNDLE + A + "::");
        assertThat(wanted.getLast()).startsWith(BUNDLE + B + ":" + A + ":");
        assertThat(manifest().getFiles())
                .extracting(ManifestFile::getPath)
                .containsExactly("tern-" + A + "-" + B + ".bundle", "tern-" + A + ".bundle", "tern-" + B + ".tar.gz");
        assertThat(manifest().getFiles()).extracting(ManifestFile::getState).containsOnly(FileState.STORED);
    }

    @Test
    void aBundleThatWasNotToBeHadIsNotGoneOnFrom() {
        // given
        policy(1, Artifacts.ALL, null, true);
        at(A, TERN);
        ledger.storeAll();
        at(B, TERN);
        ledger.listen();
        answer(BUNDLE + B, FileState.UNAVAILABLE);
        ledger.storeAll();

        // when
        at(C, TERN);

        // then
        assertThat(bundles()).hasSize(2).last(STRING).startsWith(BUNDLE + C + ":" + A + ":");
    }

    @Test
    void aLostBundleHasTheNextOneBeginAnew() {
        // given
        policy(1, Artifacts.ALL, null, true);
        at(A, TERN);
        ledger.storeAll();
        at(B, TERN);
        ledger.listen();
        answer(BUNDLE + A, FileState.UNAVAILABLE);
        ledger.storeAll();

        // when
        at(C, TERN);

        // then
        assertThat(bundles()).singleElement(STRING).startsWith(BUNDLE + C + "::");
    }

    @Test
    void aRevisionThatWasOvertakenBeforeItsAnswerIsNoPartOfTheChain() {
        // given
        policy(1, Artifacts.ALL, null, true);
        at(A, TERN);
        ledger.storeAll();
        at(B, TERN);
        ledger.listen();

        // when
        at(C, TERN);

        // then
        List<KeyValue<String, Want>> wants = ledger.listen();
        assertThat(wants)
                .filteredOn(want -> want.value.getKind() == WantKind.WITHDRAW)
                .extracting(want -> want.key)
                .anySatisfy(key -> assertThat(key).startsWith(BUNDLE + B + ":" + A + ":"));
        assertThat(wants)
                .filteredOn(want -> want.value.getKind() == WantKind.WANT)
                .extracting(want -> want.key)
                .anySatisfy(key -> assertThat(key).startsWith(BUNDLE + C + ":" + A + ":"));
    }

    @Test
    void aRenamedRepositoryGoesOnFromItsLastBundle() {
        // given
        policy(1, Artifacts.ALL, null, true);
        at(A, TERN);
        ledger.storeAll();

        // when
        at(B, "acme/arctic-tern");

        // then
        List<KeyValue<String, Want>> wants = ledger.listen();
        assertThat(wants)
                .filteredOn(want -> want.key.startsWith(BUNDLE + B + ":" + A))
                .singleElement()
                .satisfies(it -> assertThat(
                                Objects.requireNonNull(it.value.getSource()).getUrl())
                        .isEqualTo("https://github.com/acme/arctic-tern.git"));
        assertThat(wants).filteredOn(want -> want.key.startsWith(BUNDLE + A)).hasSize(1);
    }

    @Test
    void aPolicyThatIsWidenedWantsTheHistoryOfWhatIsHeldWithoutAskingTheHub() {
        // given
        policy(1, Artifacts.ALL, null, false);
        at(A, TERN);
        ledger.storeAll();
        room.drain();

        // when
        policy(2, Artifacts.ALL, null, true);
        room.advance(TICK);

        // then
        assertThat(room.requests()).isEmpty();
        assertThat(bundles()).singleElement(STRING).startsWith(BUNDLE + A + "::");
    }

    @Test
    void aPolicyThatIsNarrowedWantsNoneAndTheNextWiderOneGoesOn() {
        // given
        policy(1, Artifacts.ALL, null, true);
        at(A, TERN);
        ledger.storeAll();
        policy(2, Artifacts.ALL, null, false);
        room.advance(TICK);
        List<String> narrowed = bundles();
        ledger.storeAll();
        at(B, TERN);
        ledger.storeAll();

        // when
        policy(3, Artifacts.ALL, null, true);
        room.advance(TICK);

        // then
        assertThat(narrowed).isEmpty();
        assertThat(bundles()).hasSize(2).last(STRING).startsWith(BUNDLE + B + ":" + A + ":");
    }

    @Test
    void underALimitOfSizeNoHistoryIsWantedForNobodyTellsItsSize() {
        // given
        policy(1, Artifacts.ALL, 1L << 40, true);

        // when
        at(A, TERN);

        // then
        assertThat(bundles()).isEmpty();
    }

    private void policy(long version, Artifacts artifacts, @Nullable Long most, boolean history) {
        room.set(Policy.newBuilder(Observed.policy(version, artifacts))
                .setMaxBytes(most)
                .setHistory(history)
                .build());
        room.advance(TICK);
    }

    /** The hub lists the model at a commit of a repository, and tells its files. */
    private void at(String commit, String repository) {
        runId++;
        String row = """
                {"id":"tern","commit":"%s","card":"","repository":{"asked":"acme/tern","name":"%s","commit":"%s"}}""".formatted("d".repeat(40), repository, commit);
        room.pipe(about(ObservationKind.LISTED)
                .setBody(ByteBuffer.wrap(row.getBytes(UTF_8)))
                .build());
        String files = """
                {"files":[{"artifact":"REPOSITORY","path":"tern-%s.tar.gz","url":"https://codeload.github.com/%s/tar.gz/%s"}]}""".formatted(commit, repository, commit);
        room.pipe(about(ObservationKind.DETAILED)
                .setRevision(commit)
                .setPage(0)
                .setLast(true)
                .setBody(ByteBuffer.wrap(files.getBytes(UTF_8)))
                .build());
    }

    private Observation.Builder about(ObservationKind kind) {
        return Observation.newBuilder()
                .setKind(kind)
                .setHub(HUB)
                .setStableId("tern")
                .setSourceUrl("https://codeload.github.com/pytorch/hub/tar.gz/master")
                .setSeenAt(NOON.plusSeconds(runId))
                .setRunId(runId);
    }

    /** Keys of the bundles that were wanted since the last time, in their order by commit and base. */
    private List<String> bundles() {
        return ledger.listen().stream()
                .filter(want -> want.value.getKind() == WantKind.WANT && want.key.startsWith(BUNDLE))
                .map(want -> want.key)
                .toList();
    }

    private void answer(String beginning, FileState state) {
        Waiter waiter = ledger.waiting().stream()
                .filter(it -> it.requestKey().startsWith(beginning))
                .findFirst()
                .orElseThrow();
        ledger.answer(waiter, state);
    }

    private void answerFiles(FileState state) {
        ledger.waiting().forEach(waiter -> ledger.answer(waiter, state));
        ledger.listen();
    }

    private Manifest manifest() {
        Waiter waiter = ledger.waiting().stream()
                .filter(it -> it.requestKey().startsWith("manifest:"))
                .findFirst()
                .orElseThrow();
        return Objects.requireNonNull(ledger.wantOf(waiter).getManifest());
    }
}
