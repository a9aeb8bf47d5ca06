package io.ptmtorrent.catalog.snapshot;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.avro.Package;
import org.jspecify.annotations.Nullable;

/**
 * A live model with what the other topics hold of it.
 *
 * @param metrics newest popularity; null where none is known
 * @param stored what is stored of it; null where no file is wanted, and where packages were not read
 */
public record LiveModel(
        Model model,
        @Nullable ModelMetrics metrics,
        @Nullable Package stored) {
    public @Nullable Long downloads() {
        return metrics == null ? null : metrics.getDownloads();
    }

    public @Nullable Long likes() {
        return metrics == null ? null : metrics.getLikes();
    }

    public @Nullable Long stars() {
        return metrics == null ? null : metrics.getStars();
    }
}
