package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.catalog.snapshot.Snapshot;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every figure by name and version, and how they are counted: one pass over one snapshot for all of them.
 *
 * <p>Definitions, sources and errata: docs/figures.md. A definition never changes under its version.
 */
public final class Figures {
    /** Makes a figure; it may use the folder while it is counted. */
    private interface Maker extends BiFunction<Path, String, Figure> {}

    private static final Map<String, List<Maker>> DEFINITIONS = definitions();

    private Figures() {}

    /**
     * A figure's name and the version of its definition.
     *
     * @param name for example {@code claims-by-task}
     * @param version from 1
     */
    public record Id(String name, int version) {
        @Override
        public String toString() {
            return name + " v" + version;
        }
    }

    /**
     * What was counted, and over what.
     *
     * @param tables in the order asked for
     * @param offsets how far each partition was read: {@code topic/partition} to the offset behind its last record
     * @param unreadable records that could not be read, and are not counted
     */
    public record Counting(Map<Id, FigureTable> tables, SortedMap<String, Long> offsets, long unreadable) {}

    /** All names and versions, oldest first. */
    public static List<Id> all() {
        List<Id> all = new ArrayList<>();
        DEFINITIONS.forEach((name, versions) -> {
            for (int version = 1; version <= versions.size(); version++) {
                all.add(new Id(name, version));
            }
        });
        return all;
    }

    /**
     * The figure that {@code text} names: {@code claims-by-task} for the newest version, {@code claims-by-task@1}.
     *
     * @throws IllegalArgumentException naming what is allowed
     */
    public static Id parse(String text) {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        List<Maker> versions = DEFINITIONS.get(name);
        String version = versions != null && at < 0 ? Integer.toString(versions.size()) : text.substring(at + 1);
        if (versions == null || !version.matches("[1-9]") || Integer.parseInt(version) > versions.size()) {
            String allowed =
                    all().stream().map(it -> it.name() + "@" + it.version()).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "'" + text + "' is no figure; allowed are, without @ for the newest: " + allowed);
        }
        return new Id(name, Integer.parseInt(version));
    }

    /**
     * Counts figures over the topics as far as they go now.
     *
     * @param hubs names of hubs; empty for all
     * @param times popularity is that of this time; none for the newest. Of several the rows of {@code downloads-rank}
     *     stand one after the other, and other figures are refused
     * @throws IllegalArgumentException when another figure is asked for at several times
     */
    public static Counting count(KafkaSettings kafka, List<Id> ids, Set<String> hubs, List<Instant> times)
            throws IOException {
        RecordSerdes.trustOurRecords();
        if (times.size() < 2) {
            return count(kafka, ids, hubs, times.isEmpty() ? null : times.getFirst());
        }
        if (ids.stream().anyMatch(id -> !id.name().equals("downloads-rank"))) {
            throw new IllegalArgumentException("--at: several times are allowed with --figure downloads-rank alone");
        }
        List<FigureTable> each = new ArrayList<>();
        Counting last = new Counting(Map.of(), new TreeMap<>(), 0);
        for (Instant time : times) {
            last = count(kafka, ids, hubs, time);
            each.addAll(last.tables().values());
        }
        return new Counting(Map.of(ids.getFirst(), FigureTable.joined(each)), last.offsets(), last.unreadable());
    }

    private static Counting count(KafkaSettings kafka, List<Id> ids, Set<String> hubs, @Nullable Instant at)
            throws IOException {
        Path folder = Files.createTempDirectory("ptm-stats");
        try (Snapshot snapshot = new Snapshot(folder, hubs, at)) {
            snapshot.read(kafka);
            snapshot.readPackages(kafka);
            return count(snapshot, ids, folder, at);
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    static Counting count(Snapshot snapshot, List<Id> ids, Path folder, @Nullable Instant at) throws IOException {
        Map<Id, Figure> figures = new LinkedHashMap<>();
        String time = at == null ? "newest" : at.toString();
        try {
            ids.forEach(id -> figures.put(id, make(id, folder, time)));
            snapshot.forEach(model -> figures.values().forEach(figure -> figure.add(model)));
            Map<Id, FigureTable> tables = new LinkedHashMap<>();
            figures.forEach((id, figure) -> tables.put(id, figure.table()));
            return new Counting(tables, snapshot.offsets(), snapshot.unreadable());
        } finally {
            for (Figure figure : figures.values()) {
                if (figure instanceof Closeable rows) {
                    rows.close();
                }
            }
        }
    }

    private static Figure make(Id id, Path folder, String time) {
        List<Maker> versions = DEFINITIONS.getOrDefault(id.name(), List.of());
        return versions.get(id.version() - 1).apply(folder, time);
    }

    private static Map<String, List<Maker>> definitions() {
        Map<String, List<Maker>> all = new LinkedHashMap<>();
        all.put("table-1", List.of((folder, at) -> new TableOne()));
        all.put("claims-by-task", List.of((folder, at) -> ClaimsByTask.v1(), (folder, at) -> ClaimsByTask.v2()));
        all.put(
                "architecture-share",
                List.of((folder, at) -> Shares.architectureV1(), (folder, at) -> Shares.architectureV2()));
        all.put("dataset-share", List.of((folder, at) -> Shares.datasetV1(), (folder, at) -> Shares.datasetV2()));
        all.put("downloads-rank", List.of((folder, at) -> new DownloadsRank(at)));
        all.put("first-tenth", List.of((folder, at) -> new FirstTenth()));
        all.put("package-components", List.of((folder, at) -> new PackageComponents()));
        all.put("formats", List.of((folder, at) -> new Formats()));
        all.put("trust", List.of((folder, at) -> new Trust()));
        all.put("license-drift", List.of((folder, at) -> new LicenseDrift(folder)));
        return all;
    }
}
