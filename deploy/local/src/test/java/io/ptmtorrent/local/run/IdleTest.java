package io.ptmtorrent.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.Statistic;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IdleTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String HUB = "huggingface";
    private static final int PARTITIONS = 2;

    private final List<CrawlCheckpoint> checkpoints = new ArrayList<>();
    private final Counters counters = new Counters();
    private long policy;

    @Test
    void waitsUntilItsRequestIsAccepted() {
        // given another request's run, ended and normalized
        checkpoints.add(run("other", 6, NOW));
        normalized(HUB, 6, 0, 1);

        // when, then
        assertThat(decide()).isEqualTo(new Idle.Waiting("huggingface: crawl under way"));
    }

    @Test
    void waitsWhileTheRunIsUnderWay() {
        // given
        checkpoints.add(run("ours", 7, null));
        normalized(HUB, 7, 0, 1);

        // when, then
        assertThat(decide()).isEqualTo(new Idle.Waiting("huggingface: crawl under way"));
    }

    @Test
    void waitsForThePartitionThatHasNotSeenTheEnd() {
        // given
        checkpoints.add(run("ours", 7, NOW));
        normalized(HUB, 7, 0);
        normalized(HUB, 6, 1);

        // when, then
        assertThat(decide()).isEqualTo(new Idle.Waiting("huggingface: normalizing"));
    }

    @Test
    void waitsForAPartitionThatHasSaidNothingYet() {
        // given
        checkpoints.add(run("ours", 7, NOW));
        normalized(HUB, 7, 0);

        // when, then
        assertThat(decide()).isEqualTo(new Idle.Waiting("huggingface: normalizing"));
    }

    @Test
    void waitsForTheScanOfAPartition() {
        // given
        checkpoints.add(run("ours", 7, NOW));
        normalized(HUB, 7, 0, 1);
        put(Statistics.RUN_SCANNED, HUB, 1, 6);

        // when, then
        assertThat(decide()).isEqualTo(new Idle.Waiting("huggingface: looking for models that are no longer listed"));
    }

    @Test
    void waitsWhileAnythingIsOpen() {
        // given
        checkpoints.add(run("ours", 7, NOW));
        normalized(HUB, 7, 0, 1);
        put(Statistics.OPEN, HUB, 1, 3);

        // when, then
        assertThat(decide()).isEqualTo(new Idle.Waiting("huggingface: 3 models wait for answers or files"));
    }

    @Test
    void waitsWhileLostObjectsAreFetchedAgain() {
        // given
        checkpoints.add(run("ours", 7, NOW));
        normalized(HUB, 7, 0, 1);
        put(Statistics.REFETCHED, HUB, 0, 1);
        put(Statistics.REFETCHED, HUB, 1, 1);

        // when, then
        assertThat(decide()).isEqualTo(new Idle.Waiting("huggingface: 2 lost objects are fetched again"));
    }

    @Test
    void waitsForThePartitionThatHasNotChosenFilesByTheNewPolicy() {
        // given
        policy = 3;
        checkpoints.add(run("ours", 7, NOW));
        normalized(HUB, 7, 0, 1);
        put(Statistics.POLICY_SCANNED, Statistics.POLICY, 0, 3);
        put(Statistics.POLICY_SCANNED, Statistics.POLICY, 1, 2);

        // when, then
        assertThat(decide()).isEqualTo(new Idle.Waiting("choosing files by the new policy"));
        put(Statistics.POLICY_SCANNED, Statistics.POLICY, 1, 3);
        assertThat(decide()).isEqualTo(new Idle.Done());
    }

    @Test
    void isDoneWhenEveryPartitionIs() {
        // given
        checkpoints.add(run("ours", 7, NOW));
        normalized(HUB, 7, 0);
        normalized(HUB, 8, 1);

        // when, then
        assertThat(decide()).isEqualTo(new Idle.Done());
    }

    @Test
    void isDoneOnlyWhenEveryHubIs() {
        // given
        checkpoints.add(run("ours", 7, NOW));
        normalized(HUB, 7, 0, 1);
        Map<String, String> two = Map.of(HUB, "ours", "modelzoo", "theirs");

        // when, then
        assertThat(Idle.of(two, this::runOf, counters, policy, PARTITIONS))
                .isEqualTo(new Idle.Waiting("modelzoo: crawl under way"));
    }

    @Test
    void runsHaveEndedWhateverBecameOfWhatTheyFound() {
        // given
        Map<String, String> ours = Map.of(HUB, "ours");
        checkpoints.add(run("ours", 7, null));
        Idle before = Idle.ofRuns(ours, this::runOf);

        // when
        checkpoints.set(0, run("ours", 7, NOW));

        // then
        assertThat(Idle.ofRuns(Map.of(HUB, "not accepted"), this::runOf)).isInstanceOf(Idle.Waiting.class);
        assertThat(before).isEqualTo(new Idle.Waiting("huggingface: crawl under way"));
        assertThat(Idle.ofRuns(ours, this::runOf)).isEqualTo(new Idle.Done());
    }

    private Optional<CrawlCheckpoint> runOf(String requestId) {
        return checkpoints.stream()
                .filter(run -> run.getRequestId().equals(requestId))
                .findFirst();
    }

    private Idle decide() {
        return Idle.of(Map.of(HUB, "ours"), this::runOf, counters, policy, PARTITIONS);
    }

    private void normalized(String hub, long runId, int... partitions) {
        for (int partition : partitions) {
            put(Statistics.RUN_ENDED, hub, partition, runId);
            put(Statistics.RUN_SCANNED, hub, partition, runId);
            put(Statistics.OPEN, hub, partition, 0);
        }
    }

    private void put(String statistic, String group, int partition, long value) {
        counters.put(Statistic.newBuilder()
                .setStatistic(statistic)
                .setGroup(group)
                .setPartition(partition)
                .setValue(value)
                .build());
    }

    private static CrawlCheckpoint run(String requestId, long runId, @Nullable Instant endedAt) {
        return CrawlCheckpoint.newBuilder()
                .setHub(HUB)
                .setMode(CrawlMode.FULL)
                .setRequestId(requestId)
                .setRunId(runId)
                .setPages(1)
                .setListed(2)
                .setRejected(0)
                .setFailedPages(0)
                .setStartedAt(NOW)
                .setEndedAt(endedAt)
                .build();
    }
}
