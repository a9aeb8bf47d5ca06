package io.ptmtorrent.local;

import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.catalog.json.RecordJson;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.policy.PolicyFile;
import io.ptmtorrent.local.policy.PolicyPlan;
import io.ptmtorrent.local.run.FileChoice;
import io.ptmtorrent.local.run.ModelLookup;
import io.ptmtorrent.local.run.ModelLookup.Found;
import io.ptmtorrent.local.run.PolicySetting;
import io.ptmtorrent.normalizer.policy.Policies;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm policy}: which files are wanted, and why. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the policy in force as a file, sets one, and says what it makes of a model and what a change would do.",
            "A policy says which files are wanted: by size, path, format, licence, downloads and hub. It is set here, or by"
                    + " options of ptm local and ptm demo. docs/policy.md tells every rule."
        },
        footer = {
            "",
            "A policy's file, with every rule (the last section is one hub's, over the others):",
            "  artifacts: all               # none, small (outside LFS, to 10 MiB) or all",
            "  max-file-size: 2GiB          # or unlimited",
            "  min-downloads: 1000          # where the hub counts any",
            "  licenses: [Apache-2.0, MIT]  # SPDX; NOASSERTION: without a known one",
            "  exclude: [\"onnx/**\"]         # globs: *.bin is a name in any folder",
            "  include: [\"*.safetensors\", \"*.json\"]",
            "  formats: [safetensors]       # of weights; other files are no matter of it",
            "  history: false               # git histories of linked repositories",
            "  gated: record                # or ask: the sinks have a token",
            "  hubs:",
            "    pytorch-hub:",
            "      artifacts: small",
            "",
            "Examples:",
            "  ptm policy > policy.yaml              the policy in force, to change it",
            "  ptm policy --plan                     what is still to be fetched, and what lies there unwanted",
            "  ptm policy --plan --set policy.yaml   what that file would change; changes nothing",
            "  ptm policy --set policy.yaml          from now on",
            "  ptm policy --explain acme/model       each of its files: wanted or not, and why",
            "",
            "With --json a model is {\"hub\",\"stableId\",\"id\",\"revision\",\"downloads\",\"licenseExpression\",\"gated\","
                    + "\"files\":[{\"path\",\"size\",\"sha256\",\"gitSha1\",\"url\",\"verdict\",\"rule\"}],\"package\"}: verdict"
                    + " is WANTED or why not; rule the line that decided; package is the record in ptm.packages, or null. A"
                    + " hub of a plan is {\"hub\",\"fetchFiles\",\"fetchBytes\",\"fetchUnsized\",\"orphanFiles\","
                    + "\"orphanBytes\",\"gatedFiles\",\"unlistedModels\"}."
        })
final class PolicyCommand implements Callable<Integer> {
    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--explain",
            paramLabel = "MODEL",
            description = "A model's path at its hub, as owner/name, or its key, as hub/id. With --set: by that file."
                    + " Default: none")
    private @Nullable String model;

    @Option(
            names = "--set",
            paramLabel = "FILE",
            description =
                    "Make this file the policy in force; with --plan or --explain only look what it would do. A ptm"
                            + " local without rules of its own keeps it. Default: none")
    private @Nullable Path file;

    @Option(
            names = "--plan",
            description =
                    "Say what would be fetched and what would be left behind in the store, by hub, by what the topics"
                            + " say now, and change nothing. Default: no plan")
    private boolean plan;

    @Option(
            names = "--json",
            description =
                    "JSON, one object a line: the policy; with --explain, one more for each model of that name; with"
                            + " --plan, one for each hub. Default: text for people")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Policy wanted = file == null ? null : PolicyFile.read(file);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS)) {
            Policy inForce = PolicySetting.inForce(kafka.settings()).orElse(Policies.UNSET);
            Policy asked = wanted == null ? inForce : inPlaceOf(inForce, wanted);
            if (wanted != null && !plan && model == null) {
                return set(kafka.settings(), wanted, inForce, out);
            }
            if (json) {
                out.println(RecordJson.line(asked));
            } else {
                out.print(plan || model != null ? PolicyText.of(asked) + "\n" : printed(asked));
            }
            if (plan) {
                plan(kafka.settings(), inForce, asked, out);
            }
            return model == null ? 0 : explain(asked, ModelLookup.find(kafka.settings(), model), out);
        }
    }

    /** As it would be a record; the one in force where it says the same. */
    private static Policy inPlaceOf(Policy inForce, Policy wanted) {
        FileChoice choice = new FileChoice(wanted, true);
        return choice.isSaidBy(inForce)
                ? inForce
                : choice.policy(inForce.getVersion() + 1, Clock.systemUTC().instant());
    }

    private int set(KafkaSettings kafka, Policy wanted, Policy before, PrintWriter out)
            throws IOException, InterruptedException {
        Policy now = PolicySetting.set(kafka, new FileChoice(wanted, true), Clock.systemUTC());
        boolean same = now.getVersion() == before.getVersion();
        if (json) {
            out.println(RecordJson.line(now));
        } else {
            out.println(PolicyText.of(now) + (same ? "; it was in force already" : ""));
        }
        return 0;
    }

    private static String printed(Policy policy) {
        String head = policy.getVersion() == 0
                ? "# No policy was ever set: no file is wanted."
                : "# Policy " + policy.getVersion() + ", set " + policy.getSetAt() + ".";
        return head + " ptm policy --help tells the rules.\n" + PolicyFile.write(policy);
    }

    private void plan(KafkaSettings kafka, Policy inForce, Policy asked, PrintWriter out) throws IOException {
        var hubs = PolicyPlan.of(kafka, inForce, asked);
        if (json) {
            hubs.forEach((hub, tally) -> out.println(PolicyJson.plan(hub, tally)));
        } else {
            PolicyText.plan(hubs).forEach(out::println);
        }
    }

    private int explain(Policy policy, List<Found> found, PrintWriter out) {
        for (Found it : found) {
            if (json) {
                out.println(PolicyJson.explain(policy, it));
            } else {
                PolicyText.explain(policy, it).forEach(out::println);
            }
        }
        if (found.isEmpty()) {
            Objects.requireNonNull(spec)
                    .commandLine()
                    .getErr()
                    .println("ptm: --explain: no live model is '" + model + "'; ptm export lists all there are");
        }
        return found.isEmpty() ? 1 : 0;
    }
}
