package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether everything that was asked for is done.
 *
 * <pre>
 * for each hub:  the run that serves our request has ended
 * and for every partition of observations:
 *                run-ended >= run, run-scanned >= run, policy-scanned >= policy, open = 0, refetched = 0
 * </pre>
 *
 * What the normalizer counts in a partition is written in the transaction that did it, so nothing can hide between.
 */
sealed interface Idle {
    /** Everything is done. */
    record Done() implements Idle {}

    /** Something is not; {@code what} is for people. */
    record Waiting(String what) implements Idle {}

    /**
     * Decides; pure.
     *
     * @param requests our request id by hub
     * @param runOf the run that serves or served a request; empty before it was accepted
     * @param counters the newest counters of the normalizer
     * @param policy version of the policy in force; 0 where there is none
     * @param partitions number of partitions of observations
     */
    static Idle of(
            Map<String, String> requests,
            Function<String, Optional<CrawlCheckpoint>> runOf,
            Counters counters,
            long policy,
            int partitions) {
        for (Map.Entry<String, String> request : requests.entrySet()) {
            Optional<CrawlCheckpoint> run = runOf.apply(request.getValue());
            if (run.isEmpty() || run.get().getEndedAt() == null) {
                return new Waiting(request.getKey() + ": crawl under way");
            }
            Idle normalized = normalized(request.getKey(), run.get().getRunId(), counters, partitions);
            if (normalized instanceof Waiting) {
                return normalized;
            }
        }
        return chosen(policy, counters, partitions);
    }

    /** Whether the runs that were asked for have ended, whatever became of what they found; pure. */
    static Idle ofRuns(Map<String, String> requests, Function<String, Optional<CrawlCheckpoint>> runOf) {
        for (Map.Entry<String, String> request : requests.entrySet()) {
            Optional<CrawlCheckpoint> run = runOf.apply(request.getValue());
            if (run.isEmpty() || run.get().getEndedAt() == null) {
                return new Waiting(request.getKey() + ": crawl under way");
            }
        }
        return new Done();
    }

    /** Whether every known model was looked at under this policy. */
    private static Idle chosen(long policy, Counters counters, int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            if (counters.value(Statistics.POLICY_SCANNED, Statistics.POLICY, partition) < policy) {
                return new Waiting("choosing files by the new policy");
            }
        }
        return new Done();
    }

    private static Idle normalized(String hub, long runId, Counters counters, int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            if (counters.value(Statistics.RUN_ENDED, hub, partition) < runId) {
                return new Waiting(hub + ": normalizing");
            }
            if (counters.value(Statistics.RUN_SCANNED, hub, partition) < runId) {
                return new Waiting(hub + ": looking for models that are no longer listed");
            }
            long open = counters.value(Statistics.OPEN, hub, partition);
            if (open != 0) {
                return new Waiting(
                        hub + ": " + counters.sum(Statistics.OPEN, hub) + " models wait for answers or files");
            }
        }
        long refetched = counters.sum(Statistics.REFETCHED, hub);
        if (refetched != 0) {
            return new Waiting(hub + ": " + refetched + " lost objects are fetched again");
        }
        return new Done();
    }
}
