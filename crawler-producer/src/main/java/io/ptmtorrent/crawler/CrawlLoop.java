package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.crawler.checkpoint.HubCheckpoints;
import io.ptmtorrent.crawler.checkpoint.RunKind;
import io.ptmtorrent.crawler.checkpoint.Runs;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.Listing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Crawls one hub: the main way of this module, on one thread.
 *
 * <pre>
 *   take the hub ─► turn: accept a request ─► next run that is due ─► fetch a page ─► one transaction:
 *                     ▲                                                               observations, dead letters,
 *                     └───────────────────────────────────────────────────────────── checkpoint with next cursor
 * </pre>
 *
 * <p>Runs (full, incremental, limited) take turns page by page. A page that cannot be read is asked for once more; then
 * what could be delimited counts, and the rest is a dead letter. A hub that does not answer is asked again until
 * patience is over. Whatever Kafka refuses ends the loop: its owner takes the hub again, if it still owns it.
 */
final class CrawlLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CrawlLoop.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

    private final Hub hub;
    private final CrawlLog log;
    private final CrawlerConfig config;
    private final CrawlMeters meters;
    private final Clock clock;
    private final RunTimer timer;
    private final BlockingQueue<Ask> asks = new LinkedBlockingQueue<>();
    private final Map<RunKind, ActiveRun> active = new EnumMap<>(RunKind.class);
    private final Map<RunKind, CrawlProgress> progress = new EnumMap<>(RunKind.class);
    private final ExecutorService fetches = Executors.newVirtualThreadPerTaskExecutor();
    private HubCheckpoints known = HubCheckpoints.none();
    private Instant takenAt = Instant.MIN;
    private long turns;
    private volatile boolean stopped;
    private volatile @Nullable Ask accepted;
    private volatile List<CrawlProgress> published = List.of();

    CrawlLoop(Hub hub, CrawlLog log, CrawlerConfig config, CrawlMeters meters, Clock clock) {
        this.hub = hub;
        this.log = log;
        this.config = config;
        this.meters = meters;
        this.clock = clock;
        this.timer = new RunTimer(config.followed().contains(hub.name()) ? config.every() : null);
    }

    /** Works until {@link #stop}. */
    void run() throws InterruptedException {
        known = log.take();
        takenAt = clock.instant();
        LOG.atInfo().addKeyValue("hub", hub.name()).log("took the hub");
        known.unfinished().forEach(this::activate);
        while (!stopped) {
            turn();
        }
    }

    /** Gives the loop a request; from any thread. */
    void offer(Ask ask) {
        asks.add(ask);
    }

    /** Whether the offset of {@code ask} is committed; from any thread. */
    boolean hasAccepted(Ask ask) {
        return ask.equals(accepted);
    }

    /** Ends the loop after the transaction at hand, and calls to the hub at once; from any thread. */
    void stop() {
        stopped = true;
        fetches.shutdownNow();
    }

    boolean isStopped() {
        return stopped;
    }

    /** Runs under way, and the last ended one of each kind; from any thread. */
    List<CrawlProgress> progress() {
        return published;
    }

    private void turn() throws InterruptedException {
        Ask ask = asks.poll(pause().toMillis(), TimeUnit.MILLISECONDS);
        if (ask != null) {
            accept(ask);
        }
        if (timerIsDue()) {
            begin(timer.request(hub.name(), clock.instant()), null);
        }
        Optional<ActiveRun> due = due().min(Comparator.comparingLong(ActiveRun::turn));
        if (due.isPresent()) {
            page(due.get());
        }
        publish();
    }

    private void page(ActiveRun run) throws InterruptedException {
        try {
            switch (run.page(++turns)) {
                case HubPage.Listed page -> listed(run, page);
                case HubPage.Refused refused -> commit(run, giveUp(run, refused.reason()));
            }
        } catch (IOException e) {
            askLater(run, e);
        }
    }

    private void listed(ActiveRun run, HubPage.Listed page) {
        if (page.rest() != null && run.asksAgain()) {
            meters.unreadable(hub.name());
            waitAfter(run, new IOException(page.rest().message()));
            return;
        }
        commit(run, run.step(page, clock.instant()));
    }

    private void commit(ActiveRun run, RunStep step) {
        log.write(List.of(step), null);
        meters.committed(hub.name(), step);
        known = known.with(step.checkpoint());
        run.turned(step.checkpoint());
        if (step.ends()) {
            ended(run);
        }
    }

    private void askLater(ActiveRun run, IOException failure) {
        if (stopped) {
            return;
        }
        meters.failed(hub.name());
        Trouble trouble = waitAfter(run, failure);
        if (trouble.isOver(config, clock.instant())) {
            commit(run, giveUp(run, "gave up after " + trouble.tries() + " tries: " + trouble.reason()));
        }
    }

    private Trouble waitAfter(ActiveRun run, IOException failure) {
        double jitter = ThreadLocalRandom.current().nextDouble();
        Trouble trouble = run.trouble().after(failure, config.firstBackoff(), jitter, clock.instant());
        run.failed(trouble);
        LOG.atWarn()
                .addKeyValue("hub", hub.name())
                .addKeyValue("url", run.cursor().value())
                .log("asks again at {}: {}", trouble.until(), trouble.reason());
        return trouble;
    }

    private RunStep giveUp(ActiveRun run, String reason) {
        return RunStep.givenUp(run.checkpoint(), reason, clock.instant());
    }

    private void ended(ActiveRun run) {
        CrawlCheckpoint end = run.checkpoint();
        RunKind kind = RunKind.of(end);
        active.remove(kind);
        progress.put(kind, run.progress());
        LOG.atInfo()
                .addKeyValue("hub", hub.name())
                .addKeyValue("runId", end.getRunId())
                .addKeyValue("listed", end.getListed())
                .addKeyValue("rejected", end.getRejected())
                .log("{} run ended {}", kind, end.getComplete() ? "complete" : "incomplete: " + end.getEndReason());
    }

    private void accept(Ask ask) {
        CrawlRequest request = ask.request();
        CrawlMode mode = Runs.mode(request, known, clock.instant(), config.fullEvery());
        ActiveRun running = active.get(Runs.kind(request, mode));
        if (known.knows(request.getRequestId())) {
            log.write(List.of(), ask);
        } else if (running != null && Runs.serves(running.checkpoint(), request, mode)) {
            CrawlCheckpoint joined = Runs.joined(running.checkpoint(), request);
            log.write(List.of(RunStep.only(joined)), ask);
            known = known.with(joined);
            running.at(joined);
        } else {
            begin(request, ask);
        }
        accepted = ask;
    }

    /** Starts a run; one of the same kind that does something else ends here. */
    private void begin(CrawlRequest request, @Nullable Ask ask) {
        Instant now = clock.instant();
        CrawlMode mode = Runs.mode(request, known, now, config.fullEvery());
        List<RunStep> steps = new ArrayList<>();
        ActiveRun other = active.get(Runs.kind(request, mode));
        if (other != null) {
            steps.add(giveUp(other, "another request took its place: " + request.getRequestId()));
        }
        CrawlCheckpoint begun = Runs.begun(request, mode, known, now);
        steps.add(RunStep.only(begun));
        log.write(steps, ask);
        known = known.with(begun);
        activate(begun);
    }

    private void activate(CrawlCheckpoint checkpoint) {
        Long limit = checkpoint.getLimit();
        int size = (int) Math.min(config.pageSize(), limit == null ? Long.MAX_VALUE : limit);
        String version = checkpoint.getMode() == CrawlMode.INCREMENTAL ? known.version() : null;
        Cursor first = hub.first(new Listing(checkpoint.getMode(), checkpoint.getFilter(), version, size));
        ActiveRun run = new ActiveRun(
                checkpoint,
                first,
                cutoff(checkpoint.getMode()),
                clock.instant(),
                cursor -> fetches.submit(() -> hub.page(cursor)));
        active.put(RunKind.of(checkpoint), run);
        LOG.atInfo()
                .addKeyValue("hub", hub.name())
                .addKeyValue("runId", checkpoint.getRunId())
                .log("{} run {}", checkpoint.getMode(), checkpoint.getPages() == 0 ? "begins" : "goes on");
    }

    private @Nullable Instant cutoff(CrawlMode mode) {
        Instant watermark = mode == CrawlMode.INCREMENTAL ? known.watermark() : null;
        return watermark == null ? null : watermark.minus(config.overlap());
    }

    private Stream<ActiveRun> due() {
        Instant now = clock.instant();
        return active.values().stream().filter(run -> !run.trouble().until().isAfter(now));
    }

    private Duration pause() {
        return due().findAny().isPresent() || timerIsDue() ? Duration.ZERO : LONGEST_PAUSE;
    }

    private boolean timerIsDue() {
        boolean idle = !active.containsKey(RunKind.FULL) && !active.containsKey(RunKind.INCREMENTAL);
        return idle && timer.isDue(known, takenAt, clock.instant());
    }

    private void publish() {
        active.forEach((kind, run) -> progress.put(kind, run.progress()));
        published = List.copyOf(progress.values());
    }

    @Override
    public void close() {
        fetches.shutdownNow();
        log.close();
    }
}
