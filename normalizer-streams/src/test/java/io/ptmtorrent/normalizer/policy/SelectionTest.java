package io.ptmtorrent.normalizer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.normalizer.enrich.FileKind;
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
        Selection selection = Selection.of(policy(artifacts, largest, false), model(Gating.NONE, List.of(file)), null);

        // then
        assertThat(selection.choices())
                .extracting(Choice::file, Choice::url, Choice::verdict)
                .containsExactly(tuple(file, "https://huggingface.co/acme/tern/resolve/r1/a", verdict));
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
        Selection selection = Selection.of(policy(Artifacts.SMALL, null, false), model, null);

        // then
        assertThat(selection.choices()).extracting(Choice::url, Choice::verdict).containsExactly(tuple(url, verdict));
    }

    @Test
    void aFileThatSaysWhereItIsIsAskedForThere() {
        // given
        String url = "https://example.org/weights.pth";
        ModelFile file =
                new ModelFile("weights.pth", null, null, null, url, null, ArtifactKind.FILE, FileRole.UNKNOWN, null);

        // when
        Selection selection = Selection.of(policy(Artifacts.ALL, null, false), model(Gating.NONE, List.of(file)), null);

        // then
        assertThat(selection.choices()).containsExactly(new Choice(file, url, Verdict.WANTED, null));
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
        Selection selection = Selection.of(policy(Artifacts.ALL, null, token), model(gating, List.of()), null);

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
        Policy history = Policy.newBuilder(policy(Artifacts.ALL, null, false))
                .setHistory(true)
                .build();

        // when
        Selection selection = Selection.of(history, model(Gating.NONE, List.of(archive)), null);

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
        Selection selection = Selection.of(policy(Artifacts.ALL, null, false), model(Gating.NONE, files), null);

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
                .isThrownBy(() -> Selection.of(policy(Artifacts.ALL, null, false), model, null))
                .withMessageContaining("elsewhere");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // rules, each key=value                    | path              | downloads | licence       | verdict
                "exclude=*.bin                              | w/model.bin       | -  | -          | EXCLUDED      | exclude: *.bin",
                "exclude=*.bin                              | model.safetensors | -  | -          | WANTED        | -",
                "exclude=*.bin include=*                    | model.bin         | -  | -          | EXCLUDED      | exclude: *.bin",
                "include=*.json include=w/**                | w/model.bin       | -  | -          | WANTED        | include: w/**",
                "include=*.json include=w/**                | model.bin         | -  | -          | NOT_INCLUDED  | include: *.json, w/**",
                "include=*.json artifacts=SMALL             | big.json          | -  | -          | TOO_LARGE     | artifacts: small, up to 10",
                "formats=gguf                               | model.gguf        | -  | -          | WANTED        | -",
                "formats=gguf                               | model.bin         | -  | -          | OTHER_FORMAT  | formats: gguf, and it is bin",
                "formats=gguf formats=bin                   | model.bin         | -  | -          | WANTED        | -",
                "formats=gguf                               | README.md         | -  | -          | WANTED        | -",
                "max=50                                     | model.bin         | -  | -          | TOO_LARGE     | max-file-size: 50",
                "min=10                                     | model.bin         | 9  | -          | FEW_DOWNLOADS | min-downloads: 10, and it has 9",
                "min=10                                     | model.bin         | 10 | -          | WANTED        | -",
                "min=10                                     | model.bin         | -  | -          | WANTED        | -",
                "licenses=MIT                               | model.bin         | -  | Apache-2.0 | OTHER_LICENSE | licenses: MIT, and it has Apache-2.0",
                "licenses=MIT                               | model.bin         | -  | -          | OTHER_LICENSE | licenses: MIT, and it has none that is known",
                "licenses=MIT licenses=NOASSERTION          | model.bin         | -  | -          | WANTED        | -",
                "licenses=MIT min=10                        | model.bin         | 9  | Apache-2.0 | FEW_DOWNLOADS | min-downloads: 10, and it has 9",
                // A hub's section goes over the policy's own rule, and leaves the others.
                "min=10 hub.min=5                           | model.bin         | 5  | -          | WANTED        | -",
                "min=10 hub.min=5                           | model.bin         | 4  | -          | FEW_DOWNLOADS | hubs.huggingface.min-downloads: 5, and it has 4",
                "max=50 hub.max=9223372036854775807         | model.bin         | -  | -          | WANTED        | -",
                "exclude=*.bin hub.exclude=*.h5             | model.bin         | -  | -          | WANTED        | -",
                "exclude=*.bin hub.include=*.bin            | model.bin         | -  | -          | EXCLUDED      | exclude: *.bin",
                "hub.artifacts=NONE                         | model.bin         | -  | -          | NO_FILES      | hubs.huggingface.artifacts: none",
                "artifacts=NONE hub.artifacts=ALL           | model.bin         | -  | -          | WANTED        | -",
                "other.artifacts=NONE                       | model.bin         | -  | -          | WANTED        | -",
            })
    void theFirstRuleThatSaysNoDecidesAndIsTold(
            String rules,
            String path,
            @Nullable Long downloads,
            @Nullable String license,
            Verdict verdict,
            @Nullable String rule) {
        // given
        FileKind kind = FileKind.of(path);
        ModelFile file =
                new ModelFile(path, 60L, null, null, null, null, ArtifactKind.FILE, kind.role(), kind.format());
        Model model = Model.newBuilder(model(Gating.NONE, List.of(file)))
                .setLicenseExpression(license)
                .build();

        // when
        Selection selection = Selection.of(RuleText.policy(rules), model, downloads);

        // then
        assertThat(selection.choices())
                .extracting(Choice::verdict, Choice::rule)
                .containsExactly(tuple(verdict, rule));
    }

    private static Policy policy(Artifacts artifacts, @Nullable Long largest, boolean token) {
        return Policy.newBuilder()
                .setVersion(1)
                .setArtifacts(artifacts)
                .setSmallMaxBytes(10)
                .setMaxBytes(largest)
                .setGated(token)
                .setSetAt(Instant.EPOCH)
                .build();
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
