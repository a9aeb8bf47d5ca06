package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many packages of a hub have at least one file of each role; of those whose files are known. */
final class PackageComponents implements Figure {
    private final TreeMap<String, Map<FileRole, Long>> roles = new TreeMap<>();
    private final TreeMap<String, Long> packages = new TreeMap<>();

    @Override
    public void add(LiveModel counted) {
        List<ModelFile> files = counted.model().getFiles();
        if (files.isEmpty()) {
            return;
        }
        String hub = counted.model().getHub();
        Set<FileRole> there = EnumSet.noneOf(FileRole.class);
        files.forEach(file -> there.add(file.getRole()));
        Map<FileRole, Long> counts = roles.computeIfAbsent(hub, key -> new EnumMap<>(FileRole.class));
        there.forEach(role -> counts.merge(role, 1L, Long::sum));
        packages.merge(hub, 1L, Long::sum);
    }

    @Override
    public FigureTable table() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        packages.forEach((hub, all) -> {
            for (FileRole role : FileRole.values()) {
                long having = roles.getOrDefault(hub, Map.of()).getOrDefault(role, 0L);
                if (role != FileRole.UNKNOWN || having > 0) {
                    rows.add(Votes.share(having, all, hub, role.name()));
                }
            }
        });
        return new FigureTable(
                "Packages with a file of each role, by hub",
                packages.values().stream().mapToLong(Long::longValue).sum(),
                List.of("hub", "role", "numerator", "denominator", "ratio"),
                2,
                rows,
                List.of("The denominator is models whose files are known. Roles follow from names and paths alone."));
    }
}
