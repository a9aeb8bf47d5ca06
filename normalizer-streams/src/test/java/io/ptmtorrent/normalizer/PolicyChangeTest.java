package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.DrivenTopology.single;
import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.detailed;
import static io.ptmtorrent.normalizer.Observed.key;
import static io.ptmtorrent.normalizer.Observed.large;
import static io.ptmtorrent.normalizer.Observed.listed;
import static io.ptmtorrent.normalizer.Observed.policy;
import static io.ptmtorrent.normalizer.Observed.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new version of the policy reaches every model, in steps. */
final class PolicyChangeTest {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final String SCANNED = "policy-scanned/policy/0";
    private static final String TWO_FILES = small("config.json", 5, 5) + "," + large("model.bin", 700, 7);

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
    void itsFirstVersionAsksForWhatIsNotHeldAndWantsWhatIs() {
        // given
        list("a", "b");
        room.pipe(detailed("b", "r1", 0, true, TWO_FILES));
        room.drain();

        // when
        room.set(policy(1, Artifacts.ALL));
        room.advance(TICK);

        // then
        assertThat(room.requests())
                .containsExactly(KeyValue.pair(
                        key("a"), new DetailRequest("huggingface", "a", "acme/a", "r1", DetailReason.WANTED, 1L)));
        assertThat(room.wants())
                .extracting(want -> want.value.getModel(), want -> want.value.getPolicyVersion())
                .containsExactly(tuple(key("b"), 1L), tuple(key("b"), 1L));
        assertThat(room.statistics()).containsEntry(SCANNED, 1L);
    }

    @Test
    void theScanIsBoundedAndEndsWithTheLastModel() throws Exception {
        // given
        stop();
        start(Map.of("normalizer.absence.step", "2"));
        list("a", "b", "c", "d", "e");
        room.drain();

        // when
        room.set(policy(1, Artifacts.SMALL));
        room.advance(TICK);
        List<KeyValue<String, DetailRequest>> first = room.requests();
        room.advance(TICK);
        List<KeyValue<String, DetailRequest>> second = room.requests();
        Map<String, Long> before = room.statistics();
        room.advance(TICK);

        // then
        assertThat(first).extracting(request -> request.key).containsExactly(key("a"), key("b"));
        assertThat(second).extracting(request -> request.key).containsExactly(key("c"), key("d"));
        assertThat(before).doesNotContainKey(SCANNED);
        assertThat(room.requests()).extracting(request -> request.key).containsExactly(key("e"));
        assertThat(room.statistics()).containsEntry(SCANNED, 1L);
    }

    @Test
    void aNarrowerOneWithdrawsWhatIsInFlightAndLeavesWhatIsStored() {
        // given
        room.set(policy(1, Artifacts.ALL));
        room.advance(TICK);
        list("a");
        room.pipe(detailed("a", "r1", 0, true, TWO_FILES));
        ledger.listen();
        ledger.answer(ledger.waiting().getFirst(), FileState.STORED);

        // when
        room.set(policy(2, Artifacts.SMALL));
        room.advance(TICK);
        List<KeyValue<String, Want>> wants = ledger.listen();
        ledger.storeAll();

        // then
        assertThat(wants)
                .extracting(
                        want -> want.key.substring(0, 4),
                        want -> want.value.getKind(),
                        want -> want.value.getPolicyVersion())
                .containsExactly(tuple("git:", WantKind.WANT, 2L), tuple("sha2", WantKind.WITHDRAW, 1L));
        Package complete = single(room.packages());
        assertThat(complete.getPolicyVersion()).isEqualTo(2);
        assertThat(complete.getWanted()).isEqualTo(1);
        assertThat(room.newestCounters())
                .containsEntry("open", 0L)
                .containsEntry("files-wanted", 1L)
                .containsEntry("files-stored", 1L)
                .containsEntry("packages", 1L);
    }

    @Test
    void oneThatWantsNothingEndsEverythingUnderWayAndDeletesNothing() {
        // given
        room.set(policy(1, Artifacts.ALL));
        room.advance(TICK);
        list("a", "b", "c");
        room.pipe(detailed("a", "r1", 0, true, TWO_FILES));
        ledger.storeAll();
        room.pipe(detailed("b", "r1", 0, true, TWO_FILES));
        room.drain();

        // when
        room.set(policy(2, Artifacts.NONE));
        room.advance(TICK);

        // then
        assertThat(room.wants()).hasSize(2).allMatch(want -> want.value.getKind() == WantKind.WITHDRAW);
        assertThat(room.packages()).isEmpty();
        assertThat(room.newestCounters())
                .containsEntry("open", 0L)
                .containsEntry("packages", 0L)
                .containsEntry("packages-complete", 0L)
                .containsEntry("files-wanted", 0L)
                .containsEntry("files-stored", 0L);
        room.pipe(Observed.gone("a", 1, NOON.plusSeconds(9), null));
        assertThat(room.packages()).containsExactly(KeyValue.pair(key("a"), null));
    }

    @Test
    void aNewerOneDuringAScanBeginsAgain() throws Exception {
        // given
        stop();
        start(Map.of("normalizer.absence.step", "2"));
        list("a", "b", "c");
        room.set(policy(1, Artifacts.SMALL));
        room.advance(TICK);

        // when
        room.set(policy(2, Artifacts.NONE));
        room.advance(TICK);
        room.advance(TICK);

        // then
        assertThat(room.statisticsOf(SCANNED)).containsExactly(2L);
        assertThat(room.newestCounters()).containsEntry("open", 0L);
    }

    @Test
    void anOlderOrUnreadableOneChangesNothing() {
        // given
        room.set(policy(2, Artifacts.ALL));
        room.advance(TICK);
        room.drain();

        // when
        room.set(policy(1, Artifacts.NONE));
        room.advance(TICK);
        room.setBytes(new byte[] {7});
        room.advance(TICK);
        room.setBytes(null);
        room.advance(TICK);
        list("a");

        // then
        assertThat(room.requests()).hasSize(1);
    }

    @Test
    void detailsThatWereWaitedForOpenThePackageOfThePolicyThatIsThen() {
        // given
        room.set(policy(1, Artifacts.ALL));
        room.advance(TICK);
        list("a");
        room.set(policy(2, Artifacts.SMALL));
        room.advance(TICK);

        // when
        room.pipe(detailed("a", "r1", 0, true, TWO_FILES));
        ledger.storeAll();

        // then
        assertThat(room.requests()).hasSize(1);
        assertThat(single(room.packages()).getPolicyVersion()).isEqualTo(2);
    }

    @Test
    void aModelWithoutRevisionIsAccountedForUnderEachVersion() {
        // given
        room.set(policy(1, Artifacts.ALL));
        room.advance(TICK);
        room.pipe(listed("a", "acme/a", "", 1, NOON));
        room.drain();

        // when
        room.set(policy(2, Artifacts.ALL));
        room.advance(TICK);

        // then
        assertThat(single(room.packages()).getPolicyVersion()).isEqualTo(2);
        assertThat(room.newestCounters()).containsEntry("packages", 1L);
    }

    @Test
    void aModelIsAskedForByTheListingThatShowsItWithEnoughDownloadsAndKeptWhenTheyFall() {
        // given
        room.set(ofDownloads(1, 100));
        room.advance(TICK);
        room.pipe(withDownloads(99, 1), withDownloads(99, 2));
        List<KeyValue<String, DetailRequest>> below = room.requests();

        // when
        room.pipe(withDownloads(100, 3));
        List<KeyValue<String, DetailRequest>> crossed = room.requests();
        room.pipe(detailed("a", "r1", 0, true, TWO_FILES));
        ledger.storeAll();
        room.pipe(withDownloads(7, 4), withDownloads(200, 5));

        // then
        assertThat(below).isEmpty();
        assertThat(crossed).extracting(request -> request.value.getWhy()).containsExactly(DetailReason.WANTED);
        assertThat(single(room.packages()).getStored()).isEqualTo(2);
        assertThat(room.requests()).isEmpty();
        assertThat(room.wants()).isEmpty();
    }

    @Test
    void aNewRevisionAndANewPolicyGoByTheDownloadsOfThen() {
        // given
        room.set(ofDownloads(1, 100));
        room.advance(TICK);
        room.pipe(withDownloads(100, 1), detailed("a", "r1", 0, true, TWO_FILES));
        ledger.storeAll();
        room.pipe(withDownloads(60, 2));
        room.drain();

        // when
        room.set(ofDownloads(2, 70));
        room.advance(TICK);
        Map<String, Long> narrowed = room.newestCounters();
        room.set(ofDownloads(3, 50));
        room.advance(TICK);
        ledger.storeAll();

        // then
        assertThat(narrowed).containsEntry("packages", 0L).containsEntry("open", 0L);
        assertThat(single(room.packages()).getPolicyVersion()).isEqualTo(3);
        room.pipe(listed("a", "acme/a", "'sha':'r2','downloads':49", 3, NOON.plusSeconds(3)));
        assertThat(room.requests()).isEmpty();
        assertThat(room.newestCounters()).containsEntry("packages", 0L).containsEntry("open", 0L);
    }

    @Test
    void aLicenceThatIsNotWantedCostsNoQuestion() {
        // given
        room.set(Policy.newBuilder(policy(1, Artifacts.ALL))
                .setLicenses(List.of("MIT"))
                .build());
        room.advance(TICK);

        // when
        room.pipe(
                listed("a", "acme/a", "'sha':'r1','cardData':{'license':'apache-2.0'}", 1, NOON),
                listed("b", "acme/b", "'sha':'r1','cardData':{'license':'mit'}", 1, NOON));

        // then
        assertThat(room.requests()).extracting(request -> request.key).containsExactly(key("b"));
    }

    private static Policy ofDownloads(long version, long least) {
        return Policy.newBuilder(policy(version, Artifacts.ALL))
                .setMinDownloads(least)
                .build();
    }

    private static Observation withDownloads(long downloads, long runId) {
        return listed("a", "acme/a", "'sha':'r1','downloads':" + downloads, runId, NOON.plusSeconds(runId));
    }

    private void start(Map<String, String> settings) throws Exception {
        room = DrivenTopology.withoutLedger(dir, settings);
        ledger = new Ledger(room);
    }

    private void list(String... stableIds) {
        for (String stableId : stableIds) {
            room.pipe(listed(stableId, "acme/" + stableId, "'sha':'r1'", 1, NOON));
        }
    }
}
