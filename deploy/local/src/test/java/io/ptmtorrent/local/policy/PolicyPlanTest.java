package io.ptmtorrent.local.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.PackageState;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import io.ptmtorrent.normalizer.enrich.FileKind;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyPlanTest {
    private static final String A = "aa".repeat(32);
    private static final String B = "bb".repeat(32);
    private static final String C = "cc".repeat(32);
    private static final Policy ALL =
            PolicyFile.base(Artifacts.ALL, null, false).setVersion(1).build();

    @Test
    void aNarrowerPolicyLeavesWhatNoOtherModelWants() {
        // given
        Policy popular =
                Policy.newBuilder(ALL).setVersion(2).setMinDownloads(10L).build();
        PolicyPlan plan = new PolicyPlan(ALL, popular);
        plan.object(A, true);
        plan.object(B, true);

        // when
        plan.model(live("few", 9, file("model.bin", 100, A), file("own.bin", 70, B), file("lost.bin", 1, C)));
        plan.model(live("many", 10, file("model.bin", 100, A)));

        // then
        assertThat(numbers(plan)).isEqualTo("fetch 0/0 (0), orphan 1/70, gated 0, unlisted 0");
    }

    @Test
    void aWiderPolicyFetchesEachContentOnceAndNothingThatIsStored() {
        // given
        Policy none = PolicyFile.base(Artifacts.NONE, null, false).build();
        PolicyPlan plan = new PolicyPlan(none, ALL);
        plan.object(A, true);
        plan.object(B, true);
        plan.object(B, false);

        // when
        plan.model(live("one", 1, file("a", 100, A), file("b", 70, B), file("c", 5, C)));
        plan.model(live("two", 1, file("c", 5, C), file("config.json", 3, null), file("code.py", null, null)));
        plan.model(live("three", 1, file("weights.pth", null, null)));

        // then
        assertThat(numbers(plan)).isEqualTo("fetch 5/78 (2), orphan 0/0, gated 0, unlisted 1");
    }

    @Test
    void thePolicyInForceTellsWhatIsLeftToFetchAndWhatAnOlderOneLeft() {
        // given
        Policy safe = Policy.newBuilder(ALL).setExclude(List.of("*.bin")).build();
        PolicyPlan plan = new PolicyPlan(safe, safe);
        plan.object(A, true);
        LiveModel stored =
                live("one", 1, file("a.bin", 100, A), file("config.json", 3, null), file("b.safetensors", 70, B));

        // when
        plan.model(new LiveModel(stored.model(), stored.metrics(), complete(stored.model())));

        // then
        assertThat(numbers(plan)).isEqualTo("fetch 1/70 (0), orphan 1/100, gated 0, unlisted 0");
    }

    @Test
    void gatedFilesAreCountedApart() {
        // given
        PolicyPlan plan = new PolicyPlan(ALL, ALL);
        Model model = Model.newBuilder(live("one", 1, file("a", 100, A)).model())
                .setGating(Gating.MANUAL)
                .build();

        // when
        plan.model(new LiveModel(model, null, null));

        // then
        assertThat(numbers(plan)).isEqualTo("fetch 0/0 (0), orphan 0/0, gated 1, unlisted 0");
    }

    @Test
    void aSetOfManyContentsForgetsNoneAndInventsNone() {
        // given
        ContentSet set = new ContentSet();

        // when
        for (int i = 0; i < 10_000; i++) {
            set.add(set.id("in " + i));
        }

        // then
        for (int i = 0; i < 10_000; i++) {
            assertThat(set.contains(set.id("in " + i))).isTrue();
            assertThat(set.contains(set.id("out " + i))).isFalse();
        }
    }

    private static String numbers(PolicyPlan plan) {
        PlanTally tally = Objects.requireNonNull(plan.tallies().get("huggingface"));
        return "fetch %d/%d (%d), orphan %d/%d, gated %d, unlisted %d"
                .formatted(
                        tally.fetchFiles(),
                        tally.fetchBytes(),
                        tally.fetchUnsized(),
                        tally.orphanFiles(),
                        tally.orphanBytes(),
                        tally.gatedFiles(),
                        tally.unlistedModels());
    }

    private static ModelFile file(String path, @Nullable Integer size, @Nullable String sha256) {
        FileKind kind = FileKind.of(path);
        Long bytes = size == null ? null : Long.valueOf(size);
        return new ModelFile(path, bytes, sha256, null, null, null, ArtifactKind.FILE, kind.role(), kind.format());
    }

    private static LiveModel live(String name, long downloads, ModelFile... files) {
        Model model = Model.newBuilder()
                .setHub("huggingface")
                .setStableId(name)
                .setId("acme/" + name)
                .setHubUrl("https://huggingface.co")
                .setMetadataUrl("https://huggingface.co/api/models/acme/" + name)
                .setName(name)
                .setUrl("https://huggingface.co/acme/" + name)
                .setRevision("r1")
                .setFiles(List.of(files))
                .build();
        return new LiveModel(
                model, new ModelMetrics("huggingface", name, Instant.EPOCH, downloads, null, null, null, null), null);
    }

    private static Package complete(Model model) {
        return Package.newBuilder()
                .setHub(model.getHub())
                .setStableId(model.getStableId())
                .setId(model.getId())
                .setRevision(model.getRevision())
                .setPolicyVersion(1)
                .setState(PackageState.COMPLETE)
                .setWanted(2)
                .setStored(2)
                .setFailed(0)
                .setUnavailable(0)
                .setGated(0)
                .setUnverified(0)
                .setOmitted(0)
                .setBytesWanted(5)
                .setBytesStored(5)
                .setOpenedAt(Instant.EPOCH)
                .setManifestKey("packages/huggingface/one/r1/manifest.json")
                .build();
    }
}
