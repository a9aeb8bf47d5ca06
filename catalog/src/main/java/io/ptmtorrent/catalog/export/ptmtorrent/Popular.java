package io.ptmtorrent.catalog.export.ptmtorrent;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import org.jspecify.annotations.Nullable;

/**
 * A live model with its newest popularity.
 *
 * @param metrics null where none is known
 */
record Popular(Model model, @Nullable ModelMetrics metrics) {
    @Nullable
    Long downloads() {
        return metrics == null ? null : metrics.getDownloads();
    }

    @Nullable
    Long likes() {
        return metrics == null ? null : metrics.getLikes();
    }

    @Nullable
    Long stars() {
        return metrics == null ? null : metrics.getStars();
    }
}
