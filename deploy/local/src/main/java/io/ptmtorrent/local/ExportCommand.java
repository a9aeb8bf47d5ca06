package io.ptmtorrent.local;

import io.ptmtorrent.catalog.export.JsonlExport;
import io.ptmtorrent.catalog.export.ptmtorrent.PtmTorrentExport;
import io.ptmtorrent.local.engine.KafkaAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm export}: the data set as files. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes every live model into files, sorted by model key. Two exports of the same data give the same bytes.",
            "",
            "jsonl: DIR/models.jsonl, and what is stored of each in DIR/packages.jsonl; one JSON object a line.",
            "ptmtorrent: the files of the PTMTorrent data set (MSR'23), valid against its schemas of 2023:"
                    + " DIR/<hub>/json/<hub>.json in its common schema, DIR/<hub>/json/metadata/ in the hub's own. Entry i"
                    + " of the one points to entry i of the other. DIR/export.json counts what those schemas could not hold;"
                    + " docs/ptmtorrent.md says why."
        },
        footer = {
            "",
            "Examples:",
            "  ptm export --format jsonl --out data-set && head -n 1 data-set/models.jsonl | jq .",
            "  ptm export --format ptmtorrent --out data && jq '.[0]' data/huggingface/json/huggingface.json"
        })
final class ExportCommand implements Callable<Integer> {
    /** What can be written. */
    enum Format {
        /** One JSON object a line. */
        jsonl,
        /** The data set of PTMTorrent. */
        ptmtorrent
    }

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "jsonl",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format format = Format.jsonl;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder to write into; made where there is none. Default: none, it must be given")
    private Path out = Path.of("");

    @Option(names = "--hub", split = ",", paramLabel = "NAME", description = "Only models of this hub. Default: all")
    private Set<String> hubs = new LinkedHashSet<>();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        Set<String> known = HubNames.known("--hub", hubs);
        try (StopSignal signal = StopSignal.listen();
                KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS)) {
            signal.onStop(() -> err.println("ptm: stopping; " + out + " keeps what it had"));
            long unreadable = switch (format) {
                case jsonl -> lines(known, kafka, err);
                case ptmtorrent -> dataSet(known, kafka, err);
            };
            if (unreadable > 0) {
                err.println("ptm: " + unreadable + " records could not be read and are not in it");
            }
        }
        return 0;
    }

    private long lines(Set<String> known, KafkaAccess kafka, PrintWriter err) throws IOException {
        JsonlExport.Result result = new JsonlExport(known).write(kafka.settings(), out);
        err.println(result.models() + " models in " + out.resolve(JsonlExport.MODELS));
        err.println(result.packages() + " packages in " + out.resolve(JsonlExport.PACKAGES));
        return result.unreadable();
    }

    private long dataSet(Set<String> known, KafkaAccess kafka, PrintWriter err) throws IOException {
        PtmTorrentExport.Result result = new PtmTorrentExport(known).write(kafka.settings(), out);
        err.println(result.models() + " models in " + out + ", told of in " + out.resolve(PtmTorrentExport.MANIFEST));
        return result.unreadable();
    }
}
