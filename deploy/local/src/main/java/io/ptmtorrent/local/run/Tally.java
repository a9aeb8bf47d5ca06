package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.crawler.checkpoint.Runs;
import io.ptmtorrent.http.Allowance;
import io.ptmtorrent.http.RequestCounts;
import io.ptmtorrent.http.RequestCounts.HostCounts;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of this run: what the board says, less what it said when the run began.
 *
 * <p>For one thread.
 */
final class Tally {
    private final Board board;
    private Map<String, String> requests;
    private final Supplier<RequestCounts> sent;
    private final Supplier<List<Allowance>> allowances;
    private final Instant processStart;
    private final Clock clock;
    private final Map<String, Long> updatesBefore;
    private final long fetchedBefore;

    /**
     * Begins to count: updates and bytes that the board knows by now are not of this run.
     *
     * @param requests our request id by hub
     * @param sent what was sent to hosts so far
     * @param allowances what hosts last said of their quotas
     */
    Tally(
            Board board,
            Map<String, String> requests,
            Supplier<RequestCounts> sent,
            Supplier<List<Allowance>> allowances,
            Instant processStart,
            Clock clock) {
        this.board = board;
        this.requests = requests;
        this.sent = sent;
        this.allowances = allowances;
        this.processStart = processStart;
        this.clock = clock;
        updatesBefore = requests.keySet().stream()
                .collect(Collectors.toMap(hub -> hub, hub -> board.counters().sumOfHub(Statistics.UPDATES, hub)));
        fetchedBefore = sum(Statistics.BYTES_FETCHED);
    }

    /** From now on it tells of the runs that serve these requests. */
    void follow(Map<String, String> newer) {
        requests = newer;
    }

    /** One hub, as it stands. */
    LocalReport.HubCounts of(String hub) {
        Optional<CrawlCheckpoint> run = run(hub);
        long updates = board.counters().sumOfHub(Statistics.UPDATES, hub) - updatesBefore.getOrDefault(hub, 0L);
        HostCounts sentTo = sentTo(hub);
        Map<String, Long> errors = errors(hub);
        return new LocalReport.HubCounts(
                run.map(CrawlCheckpoint::getListed).orElse(0L),
                board.counters().sum(Statistics.MODELS, hub),
                updates,
                sentTo.sent(),
                errors.values().stream().mapToLong(Long::longValue).sum(),
                errors,
                sentTo.failures(),
                lag(hub));
    }

    private Map<String, Long> errors(String hub) {
        Map<String, Long> errors = new TreeMap<>(board.deadLetters(hub));
        if (run(hub).map(Tally::unanswered).orElse(0) > 0) {
            errors.put("unanswered", 1L);
        }
        return errors;
    }

    private @Nullable Double lag(String hub) {
        return board.checkpoints().stream()
                .filter(run -> run.getHub().equals(hub) && run.getLimit() == null && run.getFilter() == null)
                .map(CrawlCheckpoint::getLastCompleteAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(begin ->
                        Math.max(0, Duration.between(begin, clock.instant()).toMillis()) / 1000.0)
                .orElse(null);
    }

    /** Why a run of ours ended short of what it was to read; null where none did, or none ended yet. */
    @Nullable
    String failure() {
        List<String> failures = requests.keySet().stream()
                .flatMap(hub -> run(hub).stream())
                .filter(Tally::endedShort)
                .map(run -> run.getHub() + ": " + run.getEndReason())
                .sorted()
                .toList();
        return failures.isEmpty() ? null : String.join("; ", failures);
    }

    /** The report at {@code now}. */
    LocalReport report(Instant now, @Nullable String failed) {
        Map<String, LocalReport.HubCounts> hubs = new LinkedHashMap<>();
        new TreeSet<>(requests.keySet()).forEach(hub -> hubs.put(hub, of(hub)));
        Instant first = first();
        return new LocalReport(
                hubs,
                files(),
                bytes(),
                packages(),
                board.deadLetters(),
                inspections(),
                first == null ? null : secondsTo(first),
                secondsTo(now),
                failed,
                budgets(now));
    }

    /** Stored objects by what an inspection made of them, as they stand; verdicts that none has are left out. */
    private Map<String, Long> inspections() {
        Map<String, Long> inspections = new TreeMap<>();
        for (InspectionVerdict verdict : InspectionVerdict.values()) {
            String group = Statistics.verdict(verdict);
            long count = board.counters().sum(Statistics.INSPECTIONS, group);
            if (count > 0) {
                inspections.put(group, count);
            }
        }
        return inspections;
    }

    /** What hosts last said is left of their quotas. */
    List<LocalReport.Budget> budgets(Instant now) {
        return allowances.get().stream()
                .map(said -> LocalReport.Budget.of(said, now))
                .toList();
    }

    /** Files as they stand. */
    LocalReport.Files files() {
        return new LocalReport.Files(
                sum(Statistics.FILES_WANTED),
                sum(Statistics.FILES_STORED),
                sum(Statistics.FILES_DEDUPLICATED),
                sum(Statistics.FILES_FAILED),
                sum(Statistics.FILES_UNAVAILABLE),
                sum(Statistics.FILES_GATED),
                sum(Statistics.FILES_UNVERIFIED));
    }

    /** Bytes as they stand, and those of this run. */
    LocalReport.Bytes bytes() {
        return new LocalReport.Bytes(
                sum(Statistics.BYTES_WANTED),
                sum(Statistics.BYTES_FETCHED) - fetchedBefore,
                sum(Statistics.BYTES_STORED));
    }

    /** Packages as they stand. */
    LocalReport.Packages packages() {
        return new LocalReport.Packages(sum(Statistics.PACKAGES), sum(Statistics.PACKAGES_COMPLETE));
    }

    private long sum(String statistic) {
        return requests.keySet().stream()
                .mapToLong(hub -> board.counters().sum(statistic, hub))
                .sum();
    }

    private Optional<CrawlCheckpoint> run(String hub) {
        return Optional.ofNullable(requests.get(hub)).flatMap(board::runOf);
    }

    private HostCounts sentTo(String hub) {
        return sent.get().of(hub, HubHosts.of(hub));
    }

    private @Nullable Instant first() {
        return requests.keySet().stream()
                .map(hub -> sentTo(hub).first())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** A page that was read in part is a dead letter; a run that ended short without one never got its answer. */
    private static int unanswered(CrawlCheckpoint run) {
        return endedShort(run) && run.getFailedPages() == 0 ? 1 : 0;
    }

    /** A hub that does not show all its models fails nobody: what it shows was read. */
    private static boolean endedShort(CrawlCheckpoint run) {
        return run.getEndedAt() != null && !run.getComplete() && !Runs.readAsShown(run);
    }

    private double secondsTo(Instant time) {
        return Math.max(0, Duration.between(processStart, time).toMillis()) / 1000.0;
    }
}
