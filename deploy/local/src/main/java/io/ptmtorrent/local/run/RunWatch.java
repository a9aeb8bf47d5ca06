package io.ptmtorrent.local.run;

import io.ptmtorrent.crawler.CrawlProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Watches a run: shows how far it is, and says when it is over and how it went. For one thread. */
final class RunWatch {
    private static final Duration STEP = Duration.ofMillis(100);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Goal goal;
    private final Board board;
    private final Pipeline pipeline;
    private final AtomicReference<@Nullable Throwable> fault;
    private final Progress progress;
    private final Clock clock;
    private final StopFlag stop;
    private final Map<String, Long> listedBefore = new HashMap<>();
    private Instant shownAt;

    RunWatch(
            Goal goal,
            Board board,
            Pipeline pipeline,
            AtomicReference<@Nullable Throwable> fault,
            Progress progress,
            Clock clock,
            StopFlag stop) {
        this.goal = goal;
        this.board = board;
        this.pipeline = pipeline;
        this.fault = fault;
        this.progress = progress;
        this.clock = clock;
        this.stop = stop;
        shownAt = clock.instant();
    }

    /** Returns the report once the goal is reached, or the work cannot go on, or is stopped. */
    LocalReport watch(Map<String, String> asked) throws InterruptedException {
        Map<String, String> requests = asked;
        Tally tally = new Tally(board, requests, pipeline::sent, pipeline::allowances, goal.processStart(), clock);
        LocalReport whenIdle = null;
        while (!stop.isSet()) {
            String broken = broken();
            if (broken != null) {
                return end(tally.report(clock.instant(), broken));
            }
            board.refresh();
            if (whenIdle != null) {
                requests = board.newestRequests(goal.hubs());
                tally.follow(requests);
            }
            Idle idle = idle(requests);
            if (idle instanceof Idle.Done && whenIdle == null) {
                whenIdle = tally.report(clock.instant(), tally.failure());
                if (!goal.follows()) {
                    return end(whenIdle);
                }
            }
            show(tally, idle);
            stop.await(STEP);
        }
        return end(stopped(tally, whenIdle != null || isDone(requests)));
    }

    private Idle idle(Map<String, String> requests) {
        return switch (goal.reach()) {
            case LISTED -> Idle.ofRuns(requests, board::runOf);
            case IDLE -> Idle.of(requests, board::runOf, board.counters(), goal.policy(), goal.partitions());
        };
    }

    /** Where the run goes on after idle, the end by Ctrl-C is the good one. */
    private LocalReport stopped(Tally tally, boolean done) {
        return tally.report(clock.instant(), done ? tally.failure() : "stopped before everything was done");
    }

    private boolean isDone(Map<String, String> requests) {
        board.refresh();
        return idle(requests) instanceof Idle.Done;
    }

    private LocalReport end(LocalReport report) {
        progress.end();
        return report;
    }

    private @Nullable String broken() {
        Throwable fatal = fault.get();
        if (fatal != null) {
            return "broker or crawler cannot go on: " + fatal;
        }
        return pipeline.failure()
                .map(cause -> "the normalizer ended: " + cause)
                .or(() -> board.refusal(goal.hubs()))
                .orElse(null);
    }

    private void show(Tally tally, Idle idle) {
        if (!progress.due()) {
            return;
        }
        Map<String, LocalReport.HubCounts> hubs = new LinkedHashMap<>();
        goal.hubs().forEach(hub -> hubs.put(hub, tally.of(hub)));
        String done = progress.isBrief() || hubs.size() > 1 ? brief(hubs, tally) : whole(hubs, tally);
        shownAt = clock.instant();
        progress.show(done + " | " + due(idle));
    }

    private String whole(Map<String, LocalReport.HubCounts> hubs, Tally tally) {
        List<String> parts = new ArrayList<>();
        hubs.forEach((hub, counts) -> parts.add(Progress.line(hub, counts, rowsPerSecond(hub, counts))));
        if (goal.files()) {
            parts.add(Progress.files(tally.files(), tally.bytes(), tally.packages()));
        }
        tally.budgets(clock.instant()).stream().map(Progress::budget).forEach(parts::add);
        return String.join(" | ", parts);
    }

    private String brief(Map<String, LocalReport.HubCounts> hubs, Tally tally) {
        long rate = hubs.entrySet().stream()
                .mapToLong(hub -> rowsPerSecond(hub.getKey(), hub.getValue()))
                .sum();
        return goal.files()
                ? BriefLine.withFiles(hubs, rate, tally.files(), tally.bytes(), tally.packages())
                : BriefLine.listing(hubs, rate);
    }

    /** Since the line before. */
    private long rowsPerSecond(String hub, LocalReport.HubCounts counts) {
        long before = listedBefore.getOrDefault(hub, 0L);
        listedBefore.put(hub, counts.listed());
        long millis = Math.max(1, Duration.between(shownAt, clock.instant()).toMillis());
        return Math.max(0, counts.listed() - before) * 1000 / millis;
    }

    private String due(Idle idle) {
        List<String> waits = pipeline.progress().stream()
                .filter(run -> run.waitingUntil() != null)
                .map(RunWatch::wait)
                .toList();
        if (!waits.isEmpty()) {
            return String.join("; ", waits);
        }
        Optional<String> files = board.deferrals().text(clock.instant());
        if (files.isPresent()) {
            return files.get();
        }
        return switch (idle) {
            case Idle.Waiting waiting -> waiting.what();
            case Idle.Done done -> goal.every() == null ? "idle" : "idle; an increment every " + spoken(goal.every());
        };
    }

    private static String spoken(Duration every) {
        return every.toSecondsPart() == 0 ? every.toMinutes() + " minutes" : every.toSeconds() + " s";
    }

    private static String wait(CrawlProgress run) {
        Instant until = Objects.requireNonNull(run.waitingUntil());
        return run.hub() + ": asks again at " + TIME.format(until) + " (" + run.waitingFor() + ")";
    }
}
