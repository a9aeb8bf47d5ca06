package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Models, files and bytes by hub: listed, stored, verified, unavailable; the published row of 2023 beside ours. */
final class TableOne implements Figure {
    /** What PTMTorrent's own outputs and paper say of a hub, where they say it: packages, bytes. */
    private record Published(
            @Nullable Long packages, @Nullable String bytes) {}

    private static final Map<String, Published> PUBLISHED = Map.of(
            "huggingface", new Published(null, "61 TB"),
            "onnx-model-zoo", new Published(186L, "441 MB"),
            "pytorch-hub", new Published(49L, "1.5 GB"),
            "modelhub", new Published(null, "721 MB"));

    private static final List<String> COLUMNS = List.of(
            "hub",
            "models",
            "files listed",
            "bytes listed",
            "packages complete",
            "files stored",
            "bytes stored",
            "files unverified",
            "files failed",
            "files unavailable",
            "files gated",
            "packages 2023",
            "bytes 2023");

    private static final int SUMS = 10;

    private final TreeMap<String, long[]> hubs = new TreeMap<>();

    @Override
    public void add(LiveModel counted) {
        long[] sums = hubs.computeIfAbsent(counted.model().getHub(), hub -> new long[SUMS]);
        long bytes = 0;
        for (ModelFile file : counted.model().getFiles()) {
            bytes += file.getSize() == null ? 0 : file.getSize();
        }
        plus(sums, 1, counted.model().getFiles().size() + counted.model().getFilesOmitted(), bytes);
        Package stored = counted.stored();
        if (stored != null) {
            long[] of = {
                0,
                0,
                0,
                stored.getManifestKey() == null ? 0 : 1,
                stored.getStored(),
                stored.getBytesStored(),
                stored.getUnverified(),
                stored.getFailed(),
                stored.getUnavailable(),
                stored.getGated()
            };
            plus(sums, of);
        }
    }

    private static void plus(long[] sums, long... more) {
        for (int i = 0; i < more.length; i++) {
            sums[i] += more[i];
        }
    }

    @Override
    public FigureTable table() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        long[] all = new long[SUMS];
        hubs.forEach((hub, sums) -> {
            plus(all, sums);
            rows.add(row(hub, sums, PUBLISHED.getOrDefault(hub, new Published(null, null))));
        });
        rows.add(row("all", all, new Published(15_913L, null)));
        return new FigureTable(
                "Models, files and bytes by hub",
                all[0],
                COLUMNS,
                1,
                rows,
                List.of(
                        "Bytes listed: sizes that the hub tells; bytes stored: of the packages, a content that two of"
                                + " them hold is counted in both.",
                        "2023: what PTMTorrent (MSR'23) reports, where the paper or its outputs tell it. It took a tenth of"
                                + " Hugging Face, by downloads; of the ONNX Model Zoo pointers to weights in their place; of"
                                + " PyTorch Hub and Modelhub.ai repositories without the weights that they name; 25 of its"
                                + " 49 PyTorch Hub addresses cannot be cloned."));
    }

    private static List<@Nullable Object> row(String hub, long[] sums, Published published) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(hub);
        Arrays.stream(sums).forEach(row::add);
        row.add(published.packages());
        row.add(published.bytes());
        return row;
    }
}
