package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Downloads of the k-th most downloaded model, k = 1 to 100, by hub. */
final class DownloadsRank implements Figure {
    private static final int RANKS = 100;

    private record Entry(long downloads, String id) {}

    /** The least downloaded first; of equal ones the later id. */
    private static final Comparator<Entry> LEAST = Comparator.comparingLong(Entry::downloads)
            .thenComparing(Comparator.comparing(Entry::id).reversed());

    private final TreeMap<String, PriorityQueue<Entry>> hubs = new TreeMap<>();
    private final String at;
    private long models;

    /** @param at what the rows say of the time of the numbers */
    DownloadsRank(String at) {
        this.at = at;
    }

    @Override
    public void add(LiveModel counted) {
        ModelMetrics metrics = counted.metrics();
        Long downloads = metrics == null ? null : metrics.getDownloads();
        if (downloads == null) {
            return;
        }
        models++;
        PriorityQueue<Entry> most = hubs.computeIfAbsent(counted.model().getHub(), hub -> new PriorityQueue<>(LEAST));
        most.add(new Entry(downloads, counted.model().getId()));
        if (most.size() > RANKS) {
            most.poll();
        }
    }

    @Override
    public FigureTable table() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        hubs.forEach((hub, most) -> {
            List<Entry> ranked = new ArrayList<>(most);
            ranked.sort(LEAST.reversed());
            for (int i = 0; i < ranked.size(); i++) {
                List<@Nullable Object> row = new ArrayList<>(List.of(hub, at));
                row.add((long) i + 1);
                row.add(ranked.get(i).downloads());
                row.add(ranked.get(i).id());
                rows.add(row);
            }
        });
        return new FigureTable(
                "Downloads of the k-th most downloaded model",
                models,
                List.of("registry", "date", "rank", "downloads", "id"),
                2,
                rows,
                List.of("Downloads as the hub counts them: at Hugging Face those of 30 days."));
    }
}
