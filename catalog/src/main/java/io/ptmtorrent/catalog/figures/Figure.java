package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.catalog.snapshot.LiveModel;

/**
 * One definition: what it counts of every live model, and the table that comes of it.
 *
 * <p>It sees each model once, sorted by model key, and keeps counts, not models. For one thread.
 */
interface Figure {
    /** Counts a model. */
    void add(LiveModel model);

    /** What was counted. */
    FigureTable table();
}
