package io.ptmtorrent.local;

import io.ptmtorrent.catalog.figures.FigureChart;
import io.ptmtorrent.catalog.figures.FigureTable;
import io.ptmtorrent.catalog.figures.Figures;
import io.ptmtorrent.catalog.figures.OtherRegistry;
import io.ptmtorrent.catalog.figures.TableWriter;
import io.ptmtorrent.catalog.watch.Since;
import io.ptmtorrent.local.engine.KafkaAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm stats}: figures over what the topics hold. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = {
            "Counts figures over the live models: PTMTorrent's Table 1, those of the ICSE'23 study as published (version 1)"
                    + " and ours (version 2). docs/figures.md defines each.",
            "Each is counted from scratch over the topics as far as they go now; --json names the offsets."
        },
        footer = {
            "",
            "Figures: table-1, claims-by-task, architecture-share, dataset-share, downloads-rank, first-tenth,"
                    + " package-components, formats, trust, license-drift. NAME is the newest version, NAME@1 the first.",
            "",
            "Examples:",
            "  ptm stats                                and which min-downloads of a policy makes PTMTorrent's first 10 %%",
            "  ptm stats --figure claims-by-task@1 --figure claims-by-task@2 --json",
            "  ptm stats --figure downloads-rank --compare npm=npm.tsv --svg ranks.svg",
            "  ptm stats --figure downloads-rank --at 2026-10-01,2026-11-01 --svg ranks.svg",
            "  ptm stats --figure all --out figures     every figure as CSV, JSON and SVG"
        })
final class StatsCommand implements Callable<Integer> {
    /** How a table is printed. */
    private enum Form {
        TEXT,
        JSON,
        CSV
    }

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--figure",
            split = ",",
            paramLabel = "NAME[@VERSION]",
            description = "Which, or all. Default: table-1 and first-tenth (of a picture or CSV table-1 alone)")
    private List<String> figures = new ArrayList<>();

    @Option(names = "--hub", split = ",", paramLabel = "NAME", description = "Only models of this hub. Default: all")
    private Set<String> hubs = new LinkedHashSet<>();

    @Option(
            names = "--at",
            split = ",",
            paramLabel = "TIME",
            description =
                    "Popularity as it was then: a time (2026-11-01T12:00:00Z) or a date; several for downloads-rank"
                            + " over time. Default: the newest")
    private List<String> at = new ArrayList<>();

    @Option(
            names = "--compare",
            paramLabel = "NAME=FILE",
            description = "Put another registry's ranks beside those of downloads-rank: lines of rank, downloads, date,"
                    + " source, with tabs between. Default: none")
    private Map<String, Path> compare = new LinkedHashMap<>();

    @Option(names = "--json", description = "One JSON object a figure. Default: a table for people")
    private boolean json;

    @Option(names = "--csv", description = "CSV; of one figure. Default: a table for people")
    private boolean csv;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the figure, one, into FILE. Default: none")
    private @Nullable Path svg;

    @Option(names = "--png", paramLabel = "FILE", description = "Draw the figure, one, into FILE. Default: none")
    private @Nullable Path png;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write each figure into DIR as CSV, JSON and SVG instead of printing it. Default: none")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(Objects.requireNonNull(spec));
        List<Figures.Id> ids = ids();
        List<Instant> times = times();
        Form form = form(ids);
        Figures.Counting counting;
        try (KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS)) {
            counting = Figures.count(kafka.settings(), ids, HubNames.known("--hub", hubs), times);
        }
        for (Map.Entry<Figures.Id, FigureTable> counted : counting.tables().entrySet()) {
            FigureTable table = counted.getValue();
            for (Map.Entry<String, Path> other : compare.entrySet()) {
                table = OtherRegistry.addTo(table, other.getKey(), other.getValue());
            }
            if (out == null) {
                print(counted.getKey(), table, counting, form, terminal.out());
                draw(table);
            } else {
                write(out, counted.getKey(), table, counting);
            }
        }
        if (counting.unreadable() > 0) {
            terminal.err().println("ptm: " + counting.unreadable() + " records could not be read and are not counted");
        }
        return 0;
    }

    private List<Figures.Id> ids() {
        if (figures.contains("all")) {
            return Figures.all();
        }
        boolean single = csv || svg != null || png != null;
        List<String> unsaid = single ? List.of("table-1") : List.of("table-1", "first-tenth");
        return (figures.isEmpty() ? unsaid : figures)
                .stream().map(Figures::parse).toList();
    }

    private Form form(List<Figures.Id> ids) {
        if ((csv || svg != null || png != null) && ids.size() != 1) {
            throw new IllegalArgumentException(
                    "--csv, --svg and --png: allowed with one --figure; --out DIR takes all");
        }
        if (!compare.isEmpty() && ids.stream().anyMatch(id -> !id.name().equals("downloads-rank"))) {
            throw new IllegalArgumentException("--compare: allowed with --figure downloads-rank alone");
        }
        return json ? Form.JSON : csv ? Form.CSV : Form.TEXT;
    }

    private List<Instant> times() {
        List<Instant> times = new ArrayList<>();
        for (String text : at) {
            if (!(Since.parse(text) instanceof Since.From from)) {
                throw new IllegalArgumentException("--at: '" + text + "' is no time; allowed are a time and a date");
            }
            times.add(from.time());
        }
        return times;
    }

    private static void print(
            Figures.Id id, FigureTable table, Figures.Counting counting, Form form, PrintWriter terminal) {
        switch (form) {
            case TEXT -> terminal.println(TableWriter.text(id, table));
            case JSON -> terminal.println(TableWriter.json(id, table, counting));
            case CSV -> terminal.print(TableWriter.csv(table));
        }
        terminal.flush();
    }

    private void draw(FigureTable table) throws IOException {
        if (svg != null) {
            FigureChart.svg(table, svg);
        }
        if (png != null) {
            FigureChart.png(table, png);
        }
    }

    private static void write(Path folder, Figures.Id id, FigureTable table, Figures.Counting counting)
            throws IOException {
        Files.createDirectories(folder);
        String name = id.name() + "-v" + id.version();
        Files.writeString(folder.resolve(name + ".csv"), TableWriter.csv(table));
        Files.writeString(folder.resolve(name + ".json"), TableWriter.json(id, table, counting) + "\n");
        FigureChart.svg(table, folder.resolve(name + ".svg"));
    }
}
