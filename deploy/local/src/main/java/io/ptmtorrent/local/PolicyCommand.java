package io.ptmtorrent.local;

import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.catalog.json.RecordJson;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.run.ModelLookup;
import io.ptmtorrent.local.run.ModelLookup.Found;
import io.ptmtorrent.local.run.PolicySetting;
import io.ptmtorrent.normalizer.policy.Policies;
import java.io.PrintWriter;
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
        description =
                "Says which files the policy in force wants; of one model, each file with the reason. The policy is"
                        + " set by ptm local and ptm demo: --artifacts, --max-bytes.",
        footer = {
            "",
            "Examples:",
            "  ptm policy                        the policy in force",
            "  ptm policy --explain acme/model   each of its files: wanted or not, why, what became of the package",
            "",
            "With --json a model is {\"hub\",\"stableId\",\"id\",\"revision\",\"gated\",\"files\":[{\"path\",\"size\","
                    + "\"sha256\",\"gitSha1\",\"url\",\"verdict\"}],\"package\"}: verdict is WANTED or why not; package is the"
                    + " record in ptm.packages, or null."
        })
final class PolicyCommand implements Callable<Integer> {
    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--explain",
            paramLabel = "MODEL",
            description = "A model's path at its hub, as owner/name, or its key, as hub/id. Default: none")
    private @Nullable String model;

    @Option(
            names = "--json",
            description = "JSON, one object a line: the policy; with --explain, one more for each model of that name."
                    + " Default: text for people")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS)) {
            Policy policy = PolicySetting.inForce(kafka.settings()).orElse(Policies.UNSET);
            out.println(json ? RecordJson.line(policy) : PolicyText.of(policy));
            return model == null ? 0 : explain(policy, ModelLookup.find(kafka.settings(), model), out);
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
