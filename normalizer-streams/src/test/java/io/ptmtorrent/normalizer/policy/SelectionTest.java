package io.ptmtorrent.normalizer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.contract.RecordSerdes;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SelectionTest {
    static {
        RecordSerdes.trustOurRecords();
    }

    private static final String SHA256 = "0".repeat(64);

    @ParameterizedTest
    @CsvSource({
        // artifacts, largest, size, in LFS, verdict; small is up to 10
        "NONE,   ,      1,    false, NO_FILES",
        "UNKNOWN,,      1,    false, NO_FILES",
        "SMALL,  ,      10,   false, WANTED",
        "SMALL,  ,      0,    false, WANTED",
        "SMALL,  ,      11,   false, TOO_LARGE",
        "SMALL,  9,     10,   false, TOO_LARGE",
        "SMALL,  100,   11,   false, TOO_LARGE",
        "SMALL,  ,      1,    true,  IN_LFS",
        "SMALL,  ,      ,     false, SIZE_UNKNOWN",
        "ALL,    ,      1,    true,  WANTED",
        "ALL,    ,      9999999999999, true, WANTED",
        "ALL,    ,      ,     false, WANTED",
        "ALL,    100,   100,  true,  WANTED",
        "ALL,    100,   101,  false, TOO_LARGE",
        "ALL,    100,   ,     true,  SIZE_UNKNOWN",
    })
    void saysOfEachFileWhetherItIsWantedAndWhy(
            Artifacts artifacts, @Nullable Long largest, @Nullable Long size, boolean lfs, Verdict verdict) {
        // given
        ModelFile file = new ModelFile(
                "a", size, lfs ? SHA256 : null, null, null, null, ArtifactKind.FILE, FileRole.UNKNOWN, null);

        // when
        Selection selection = Selection.of(policy(artifacts, largest, false), model(Gating.NONE, List.of(file)));

        // then
        assertThat(selection.choices())
                .containsExactly(new Choice(file, "https://huggingface.co/acme/tern/resolve/r1/a", verdict));
    }

    @ParameterizedTest
    @CsvSource({"10, WANTED", "11, TOO_LARGE"})
    void ofAHubThatTellsADigestOfAllFilesASmallOneIsOneByItsSize(long size, Verdict verdict) {
        // given
        String url = "https://www.modelscope.cn/api/v1/models/acme/tern/repo?Revision=c0ffee&FilePath=a";
        ModelFile file = new ModelFile("a", size, SHA256, null, url, null, ArtifactKind.FILE, FileRole.UNKNOWN, null);
        Model model = Model.newBuilder(model(Gating.NONE, List.of(file)))
                .setHub("modelscope")
                .build();

        // when
        Selection selection = Selection.of(policy(Artifacts.SMALL, null, false), model);

        // then
        assertThat(selection.choices()).containsExactly(new Choice(file, url, verdict));
    }

    @Test
    void aFileThatSaysWhereItIsIsAskedForThere() {
        // given
        String url = "https://example.org/weights.pth";
        ModelFile file =
                new ModelFile("weights.pth", null, null, null, url, null, ArtifactKind.FILE, FileRole.UNKNOWN, null);

        // when
        Selection selection = Selection.of(policy(Artifacts.ALL, null, false), model(Gating.NONE, List.of(file)));

        // then
        assertThat(selection.choices()).containsExactly(new Choice(file, url, Verdict.WANTED));
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, false, false",
        "UNKNOWN, false, false",
        "AUTO, false, true",
        "MANUAL, false, true",
        "MANUAL, true, false"
    })
    void aGatedModelIsNotAskedWithoutAToken(Gating gating, boolean token, boolean gated) {
        // when
        Selection selection = Selection.of(policy(Artifacts.ALL, null, token), model(gating, List.of()));

        // then
        assertThat(selection.gated()).isEqualTo(gated);
    }

    @ParameterizedTest
    @CsvSource({
        "https://codeload.github.com/acme/tern/tar.gz/0123456789abcdef0123456789abcdef01234567, REPOSITORY, true",
        "https://codeload.github.com/acme/tern/tar.gz/0123456789abcdef0123456789abcdef01234567, FILE, false",
        "https://codeload.github.com/acme/tern/tar.gz/main, REPOSITORY, false",
        "https://codeload.github.com/../tern/tar.gz/0123456789abcdef0123456789abcdef01234567, REPOSITORY, false",
        "https://codeload.example.org/acme/tern/tar.gz/0123456789abcdef0123456789abcdef01234567, REPOSITORY, false",
    })
    void theArchiveOfACommitLeadsToItsHistoryAndNothingElseDoes(String url, ArtifactKind kind, boolean leads) {
        // given
        ModelFile archive = new ModelFile("tern.tar.gz", null, null, null, url, null, kind, FileRole.UNKNOWN, null);
        Policy history = new Policy(1L, Artifacts.ALL, 10L, null, false, Instant.EPOCH, true);

        // when
        Selection selection = Selection.of(history, model(Gating.NONE, List.of(archive)));

        // then
        String commit = "0123456789abcdef0123456789abcdef01234567";
        assertThat(selection.wanted()).hasSize(leads ? 2 : 1);
        assertThat(selection.wanted())
                .filteredOn(choice -> choice.file().getArtifact() == ArtifactKind.GIT_BUNDLE)
                .allSatisfy(choice -> {
                    assertThat(choice.file().getPath()).isEqualTo("tern-" + commit + ".bundle");
                    assertThat(choice.file().getGitSha1()).isEqualTo(commit);
                    assertThat(choice.url()).isEqualTo("https://github.com/acme/tern.git");
                });
    }

    @Test
    void moreThanAManifestHoldsIsNotWanted() {
        // given
        List<ModelFile> files = IntStream.range(0, 10_000)
                .mapToObj(i -> new ModelFile(
                        "é".repeat(60) + "%05d".formatted(i),
                        1L,
                        null,
                        null,
                        null,
                        null,
                        ArtifactKind.FILE,
                        FileRole.UNKNOWN,
                        null))
                .toList();

        // when
        Selection selection = Selection.of(policy(Artifacts.ALL, null, false), model(Gating.NONE, files));

        // then
        long bytes = selection.wanted().stream()
                .mapToLong(choice -> 125 + String.valueOf(choice.url()).length())
                .sum();
        assertThat(selection.wanted()).hasSizeBetween(1_000, 9_999);
        assertThat(bytes).isLessThan(4_000_000);
        assertThat(selection.beyondManifest())
                .isEqualTo(10_000 - selection.wanted().size());
    }

    @Test
    void aModelOfAnUnknownHubIsRefused() {
        // given
        Model model = Model.newBuilder(model(Gating.NONE, List.of()))
                .setHub("elsewhere")
                .build();

        // when, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Selection.of(policy(Artifacts.ALL, null, false), model))
                .withMessageContaining("elsewhere");
    }

    private static Policy policy(Artifacts artifacts, @Nullable Long largest, boolean token) {
        return new Policy(1L, artifacts, 10L, largest, token, Instant.EPOCH, false);
    }

    private static Model model(Gating gating, List<ModelFile> files) {
        return Model.newBuilder()
                .setHub("huggingface")
                .setStableId("m1")
                .setId("acme/tern")
                .setHubUrl("https://huggingface.co")
                .setMetadataUrl("https://huggingface.co/api/models/acme/tern")
                .setName("tern")
                .setUrl("https://huggingface.co/acme/tern")
                .setRevision("r1")
                .setGating(gating)
                .setFiles(files)
                .build();
    }
}
