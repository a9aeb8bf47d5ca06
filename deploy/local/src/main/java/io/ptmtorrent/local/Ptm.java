package io.ptmtorrent.local;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code ptm} command: parses, wires, runs one subcommand, and exits with its code. */
@Command(
        name = "ptm",
        mixinStandardHelpOptions = true,
        versionProvider = Ptm.Version.class,
        description = "Keeps a complete and current picture of the world's pre-trained models, as Kafka topics.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Start with:  ptm demo        offline, synthetic models, a minute",
            "Then:        ptm local --plan   what a crawl of the real hubs costs",
            "",
            "Every option has an environment variable: --kafka-config is PTM_KAFKA_CONFIG.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 found something bad. Results go to stdout, progress to stderr."
        },
        subcommands = {
            DemoCommand.class,
            LocalCommand.class,
            CrawlCommand.class,
            NormalizeCommand.class,
            WatchCommand.class,
            ExportCommand.class,
            PolicyCommand.class,
            ReplayCommand.class,
            StatsCommand.class,
            InspectCommand.class,
            RejudgeCommand.class,
            VerifyCommand.class,
            ForgetCommand.class,
            GcCommand.class,
            TopicsCommand.class,
            SampleHubCommand.class
        })
public final class Ptm implements Runnable {
    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Say more on stderr, stack traces among it. Default: off.")
    private boolean debug;

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<String, String> environment;

    Ptm(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Runs and exits. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, System.getenv(), args));
    }

    /**
     * Runs the command in this process and returns its exit code.
     *
     * @param out results
     * @param err progress and errors
     * @param environment where defaults of options, and tokens, come from
     */
    static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... args) {
        CommandErrors errors = new CommandErrors();
        CommandLine command = new CommandLine(new Ptm(environment))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setDefaultValueProvider(new EnvironmentDefaults(environment));
        command.setExecutionStrategy(parsed -> {
            Ptm ptm = parsed.commandSpec().commandLine().getCommand();
            Logs.toTerminal(ptm.debug);
            return new CommandLine.RunLast().execute(parsed);
        });
        return command.execute(args);
    }

    Map<String, String> environment() {
        return environment;
    }

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "no command given");
        }
    }

    /** Reads the version out of our jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"ptm " + current()};
        }

        /** For example 0.1.0; {@code dev} where we do not run from a jar. */
        static String current() {
            String version = Ptm.class.getPackage().getImplementationVersion();
            return version == null ? "dev" : version;
        }
    }
}
