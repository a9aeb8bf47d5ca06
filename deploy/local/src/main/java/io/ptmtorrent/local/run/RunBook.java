package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.CrawlCheckpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which run serves or served a request, as the checkpoints told one after the other.
 *
 * <p>A checkpoint names the newest request alone, and the next run takes its place; here the run of an earlier request is
 * still found, and how a run ended that others have followed since. The 1,000 last asked about or told are kept. For one
 * thread.
 */
final class RunBook {
    private static final int KEPT = 1_000;

    private final Map<String, Run> byRequest = new Kept<>();
    private final Map<Run, CrawlCheckpoint> runs = new Kept<>();

    private record Run(String hub, long runId) {}

    /** What was told last goes last. */
    private static final class Kept<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        Kept() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > KEPT;
        }
    }

    /** Takes the next checkpoint in. */
    void put(CrawlCheckpoint checkpoint) {
        Run run = new Run(checkpoint.getHub(), checkpoint.getRunId());
        byRequest.put(checkpoint.getRequestId(), run);
        runs.put(run, checkpoint);
    }

    /** The run as it was told last; empty before the request was accepted. */
    Optional<CrawlCheckpoint> runOf(String requestId) {
        return Optional.ofNullable(byRequest.get(requestId)).map(runs::get);
    }
}
