package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The least number of downloads that makes the first tenth of a hub's models, as PTMTorrent took it of Hugging Face.
 *
 * <p>Memory grows with the different numbers of downloads, not with the models.
 */
final class FirstTenth implements Figure {
    private static final int PARTS = 10;

    /** Models by downloads, the most first. */
    private final TreeMap<String, TreeMap<Long, Long>> hubs = new TreeMap<>();

    private long models;

    @Override
    public void add(LiveModel counted) {
        ModelMetrics metrics = counted.metrics();
        Long downloads = metrics == null ? null : metrics.getDownloads();
        if (downloads != null) {
            models++;
            hubs.computeIfAbsent(counted.model().getHub(), hub -> new TreeMap<>(Comparator.reverseOrder()))
                    .merge(downloads, 1L, Long::sum);
        }
    }

    @Override
    public FigureTable table() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        hubs.forEach((hub, byDownloads) -> rows.add(row(hub, byDownloads)));
        return new FigureTable(
                "Downloads that make the first tenth of a hub's models",
                models,
                List.of("hub", "min-downloads", "numerator", "denominator", "ratio"),
                1,
                rows,
                List.of(
                        "The first tenth is a tenth of the models with a number of downloads, rounded up; models with the"
                                + " same number as its last are in it, too: min-downloads of a policy is such a number."));
    }

    private static List<@Nullable Object> row(String hub, SortedMap<Long, Long> byDownloads) {
        long all = byDownloads.values().stream().mapToLong(count -> count).sum();
        long tenth = (all + PARTS - 1) / PARTS;
        long within = 0;
        long least = 0;
        for (Map.Entry<Long, Long> models : byDownloads.entrySet()) {
            if (within >= tenth) {
                break;
            }
            within += models.getValue();
            least = models.getKey();
        }
        return List.of(hub, least, within, all, (double) within / all);
    }
}
