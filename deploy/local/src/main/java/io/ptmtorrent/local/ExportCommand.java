package io.ptmtorrent.local;

import io.ptmtorrent.catalog.export.JsonlExport;
import io.ptmtorrent.local.engine.KafkaAccess;
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
        description =
                "Writes every live model into DIR/models.jsonl and what is stored of each into DIR/packages.jsonl,"
                        + " one JSON object a line, sorted by model key.",
        footer = {"", "Example:", "  ptm export --format jsonl --out data-set && head -n 1 data-set/models.jsonl | jq ."
        })
final class ExportCommand implements Callable<Integer> {
    /** What can be written. */
    enum Format {
        /** One JSON object a line. */
        jsonl
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
        JsonlExport export = switch (format) {
            case jsonl -> new JsonlExport(HubNames.known("--hub", hubs));
        };
        try (StopSignal signal = StopSignal.listen();
                KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS)) {
            signal.onStop(() -> err.println("ptm: stopping; " + out + " keeps what it had"));
            JsonlExport.Result result = export.write(kafka.settings(), out);
            err.println(result.models() + " models in " + out.resolve(JsonlExport.MODELS));
            err.println(result.packages() + " packages in " + out.resolve(JsonlExport.PACKAGES));
            if (result.unreadable() > 0) {
                err.println("ptm: " + result.unreadable() + " records could not be read and are not in it");
            }
        }
        return 0;
    }
}
