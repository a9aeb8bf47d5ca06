package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.PackageState;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.local.run.ModelLookup.Found;
import io.ptmtorrent.normalizer.policy.Policies;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NONE  |             | policy 3: no files",
                "ALL   |             | policy 3: all files",
                "ALL   | 52428800    | policy 3: all files; none over 52,428,800 bytes",
                "SMALL |             | policy 3: files outside LFS up to 10,485,760 bytes",
            })
    void saysThePolicyOnOneLine(Artifacts artifacts, Long largest, String begin) {
        // when
        String line = PolicyText.of(ExplainedModel.policy(artifacts, largest));

        // then
        assertThat(line).isEqualTo(begin + "; gated models are not asked; set 2026-11-01T12:00:00Z");
    }

    @Test
    void saysThatHistoriesAreWantedAndWhatThatIsForAModel() {
        // given
        Policy policy = Policy.newBuilder(ExplainedModel.policy(Artifacts.ALL, null))
                .setHistory(true)
                .build();
        String commit = "0123456789abcdef0123456789abcdef01234567";
        String archive = "https://codeload.github.com/acme/tern/tar.gz/" + commit;
        Model model = Model.newBuilder(ExplainedModel.model())
                .setFiles(List.of(new ModelFile(
                        "t.tar.gz", null, null, null, archive, null, ArtifactKind.REPOSITORY, FileRole.UNKNOWN, null)))
                .build();

        // when
        List<String> lines = PolicyText.explain(policy, new Found(model, null, null));

        // then
        assertThat(PolicyText.of(policy)).startsWith("policy 3: all files; git histories of linked repositories; ");
        assertThat(lines)
                .contains("  wanted                    ? bytes  tern-" + commit + ".bundle  (all history up to commit "
                        + commit + ", in one bundle or more)");
    }

    @Test
    void saysThatNoPolicyWasEverSet() {
        // when, then
        assertThat(PolicyText.of(Policies.UNSET)).isEqualTo("no policy was ever set: no file is wanted");
    }

    @Test
    void explainsEachFileAndThePackage() {
        // when
        List<String> lines = PolicyText.explain(
                ExplainedModel.policy(Artifacts.SMALL, null), ExplainedModel.found(ExplainedModel.stored()));

        // then
        assertThat(lines)
                .containsExactly(
                        "huggingface/62a1  acme/tern at revision r1",
                        "  licence Apache-2.0; downloads 12",
                        "  gated: its files are wanted, but not asked for without a token (HF_TOKEN)",
                        "  wanted                1,234 bytes  config.json  (git blob " + ExplainedModel.GIT_SHA1 + ")",
                        "  not wanted    9,876,543,210 bytes  model.bin  (in LFS, and the policy wants small files)",
                        "  not wanted                ? bytes  bell?.txt  (its size is not known, and the policy has a limit: artifacts: small, up to 10485760)",
                        "  package: revision r1 under policy 3: 1,000 wanted = 990 stored + 4 failed + 3 unavailable"
                                + " + 3 gated; packages/huggingface/62a1/r1/manifest.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000 |      | min-downloads: 1000, and it has 12",
                "     | *.j* | exclude: *.j*",
            })
    void saysWhichRuleDecided(@Nullable Long least, @Nullable String excluded, String why) {
        // given
        Policy policy = Policy.newBuilder(ExplainedModel.policy(Artifacts.ALL, null))
                .setMinDownloads(least)
                .setExclude(excluded == null ? List.of() : List.of(excluded))
                .build();

        // when
        List<String> lines = PolicyText.explain(policy, ExplainedModel.found(ExplainedModel.stored()));

        // then
        assertThat(lines).contains("  not wanted            1,234 bytes  config.json  (" + why + ")");
        assertThat(lines.contains("  it had as many downloads: its package stays until the next revision or policy"))
                .isEqualTo(least != null);
    }

    @Test
    void saysWhereNothingIsKnownOrStoredYet() {
        // given
        Model listed = Model.newBuilder(ExplainedModel.model())
                .setFiles(List.of(new ModelFile(
                        "model.bin", null, null, null, null, null, ArtifactKind.FILE, FileRole.UNKNOWN, null)))
                .build();

        // when
        List<String> lines =
                PolicyText.explain(ExplainedModel.policy(Artifacts.ALL, null), new Found(listed, null, null));

        // then
        assertThat(lines)
                .contains(
                        "  sizes and digests are not known yet: they are asked for where a policy wants files",
                        "  wanted                    ? bytes  model.bin  (no digest at the hub)",
                        "  package: none complete yet");
    }

    @Test
    void saysWhyThereIsNoPackage() {
        // given
        Package refused = Package.newBuilder(ExplainedModel.stored())
                .setState(PackageState.WITHOUT_DETAILS)
                .setReason("the revision is gone")
                .build();

        // when
        List<String> lines =
                PolicyText.explain(ExplainedModel.policy(Artifacts.ALL, null), ExplainedModel.found(refused));

        // then
        assertThat(lines).last().isEqualTo("  package: the hub does not tell its files: the revision is gone");
    }
}
