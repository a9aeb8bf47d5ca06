package io.ptmtorrent.crawler.checkpoint;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlMode;
import org.jspecify.annotations.Nullable;

/** The three checkpoints of a hub: one run of each kind may be under way. */
public enum RunKind {
    FULL("full"),
    INCREMENTAL("incremental"),
    /** Limited or filtered, whatever its mode: it counts as no full run and moves no watermark. */
    LIMITED("limited");

    private final String suffix;

    RunKind(String suffix) {
        this.suffix = suffix;
    }

    /** Key of this checkpoint of {@code hub}: {@code <hub>/<kind>}. */
    public String key(String hub) {
        return hub + "/" + suffix;
    }

    /** The kind of the run that {@code checkpoint} belongs to. */
    public static RunKind of(CrawlCheckpoint checkpoint) {
        return of(checkpoint.getMode(), checkpoint.getLimit(), checkpoint.getFilter());
    }

    static RunKind of(CrawlMode mode, @Nullable Long limit, @Nullable String filter) {
        if (limit != null || filter != null) {
            return LIMITED;
        }
        return mode == CrawlMode.FULL ? FULL : INCREMENTAL;
    }
}
