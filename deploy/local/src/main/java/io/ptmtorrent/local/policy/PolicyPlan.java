package io.ptmtorrent.local.policy;

import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactState;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import io.ptmtorrent.catalog.snapshot.Snapshot;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.normalizer.packages.RequestKeys;
import io.ptmtorrent.normalizer.parse.Parsers;
import io.ptmtorrent.normalizer.policy.Choice;
import io.ptmtorrent.normalizer.policy.Rules;
import io.ptmtorrent.normalizer.policy.Selection;
import io.ptmtorrent.normalizer.policy.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a policy would fetch and leave behind, by what the topics say now; changes nothing.
 *
 * <p>Each content counts once, at the first hub that has it. Where a hub tells no SHA-256, a content counts as stored if
 * the package of the policy in force holds it: an older one may hold more, so that less is fetched than is said here.
 * Memory grows by some twenty bytes a content. For one thread.
 */
public final class PolicyPlan {
    private final Policy before;
    private final Policy after;
    private final boolean change;
    private final ContentSet stored = new ContentSet();
    private final Set<Long> lost = new HashSet<>();
    private final ContentSet wanted = new ContentSet();
    private final Orphans orphans = new Orphans();
    private final TreeMap<String, PlanTally> hubs = new TreeMap<>();

    /**
     * @param before the policy in force
     * @param after the one in its place; the same for what is still to be fetched, and what nobody wants any more
     */
    PolicyPlan(Policy before, Policy after) {
        this.before = before;
        this.after = after;
        this.change = !before.equals(after);
    }

    /** Reads the topics as far as they go now; gives what is found, by hub. */
    public static SortedMap<String, PlanTally> of(KafkaSettings kafka, Policy before, Policy after) throws IOException {
        PolicyPlan plan = new PolicyPlan(before, after);
        try (TopicReader<Artifact> reader =
                TopicReader.open(kafka, kafka.topics().artifacts())) {
            reader.readToEnd(row -> plan.object(row.key(), row.value() != null && isThere(row.value())));
        }
        Path folder = Files.createTempDirectory("ptm-plan");
        try (Snapshot snapshot = new Snapshot(folder, Set.of(), null)) {
            snapshot.read(kafka);
            snapshot.readPackages(kafka);
            snapshot.forEach(plan::model);
        } finally {
            Files.deleteIfExists(folder);
        }
        return plan.tallies();
    }

    private static boolean isThere(Artifact artifact) {
        return artifact.getState() == ArtifactState.STORED;
    }

    /** An object of the store; a later word goes before an earlier one. */
    void object(String sha256, boolean there) {
        long id = stored.id("sha256:" + sha256);
        if (there) {
            stored.add(id);
            lost.remove(id);
        } else {
            lost.add(id);
        }
    }

    /** A live model, after all objects. */
    void model(LiveModel live) {
        Model model = live.model();
        if (Parsers.of(model.getHub()).isEmpty()) {
            return;
        }
        PlanTally tally = hubs.computeIfAbsent(model.getHub(), hub -> new PlanTally());
        boolean stands = stands(live);
        Selection now = stands ? Selection.ofFiles(before, model) : Selection.of(before, model, live.downloads());
        Selection then = change ? Selection.of(after, model, live.downloads()) : now;
        if (wants(live) && model.getFiles().stream().allMatch(file -> file.getSize() == null)) {
            tally.unlistedModels++;
        }
        for (int i = 0; i < then.choices().size(); i++) {
            boolean held = i < now.choices().size() && isWanted(now.choices().get(i));
            file(model, then, then.choices().get(i), held, stands && held, tally);
        }
    }

    private void file(Model model, Selection then, Choice choice, boolean wantedNow, boolean packed, PlanTally tally) {
        String url = choice.url();
        if (url == null) {
            return;
        }
        long id = stored.id(RequestKeys.of(model.getHub(), model.getId(), choice.file(), url));
        boolean held = choice.file().getSha256() == null ? packed : stored.contains(id) && !lost.contains(id);
        Long size = choice.file().getSize();
        if (isWanted(choice)) {
            boolean first = wanted.add(id);
            if (then.gated() && !held) {
                tally.gatedFiles++;
            } else if (first && !held) {
                tally.fetchFiles++;
                tally.fetchBytes += size == null ? 0 : size;
                tally.fetchUnsized += size == null ? 1 : 0;
            }
        } else if (held && (wantedNow || !change)) {
            orphans.add(id, size == null ? 0 : size, model.getHub());
        }
    }

    /** All of it, after all models. */
    SortedMap<String, PlanTally> tallies() {
        ContentSet counted = new ContentSet();
        orphans.forEach((id, size, hub) -> {
            if (!wanted.contains(id) && counted.add(id)) {
                PlanTally tally = Objects.requireNonNull(hubs.get(hub));
                tally.orphanFiles++;
                tally.orphanBytes += size;
            }
        });
        return hubs;
    }

    private boolean stands(LiveModel live) {
        Package it = live.stored();
        return it != null
                && it.getPolicyVersion() == before.getVersion()
                && it.getManifestKey() != null
                && Objects.equals(it.getRevision(), live.model().getRevision());
    }

    private boolean wants(LiveModel live) {
        Rules rules = Rules.of(after, live.model().getHub());
        return rules.wantFiles() && rules.allow(live.downloads()) && rules.allow(live.model());
    }

    private static boolean isWanted(Choice choice) {
        return choice.verdict() == Verdict.WANTED;
    }
}
