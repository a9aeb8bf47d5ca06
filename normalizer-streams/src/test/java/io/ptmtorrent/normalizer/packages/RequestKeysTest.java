package io.ptmtorrent.normalizer.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.ModelFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestKeysTest {
    private static final String URL = "https://codeload.github.com/acme/tern/tar.gz/c1";

    /** By {@code sha256sum}. */
    private static final String URL_SHA256 = "5e6470adc87dec5f6a4aa2719ca278d64983763514cc863dbf10c490d86ff230";

    @ParameterizedTest
    @CsvSource({
        // size, sha256, git blob id, kind, key's beginning
        "1, aa, , FILE, sha256:aa",
        "1, , bb, FILE, git:modelhub/acme:bb:1",
        ", , bb, FILE, url:",
        ", , , FILE, url:",
        ", , cc, REPOSITORY, repository:cc:",
        ", , , REPOSITORY, repository::",
    })
    void namesWhatIsWantedByTheBestThatIsKnown(
            @Nullable Long size,
            @Nullable String sha256,
            @Nullable String gitSha1,
            ArtifactKind artifact,
            String beginning) {
        // given
        ModelFile file = new ModelFile("a", size, sha256, gitSha1, URL, null, artifact, FileRole.UNKNOWN, null);

        // when
        String key = RequestKeys.of("modelhub", "acme/tern", file, URL);

        // then
        String end = beginning.endsWith(":") ? URL_SHA256 : "";
        assertThat(key).isEqualTo(beginning + end);
        assertThat(RequestKeys.artifactOf(key)).isEqualTo(artifact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "89abcdef0123456789abcdef0123456789abcdef"})
    void theKeyOfABundleHoldsItsCommitAndItsBase(String base) {
        // given
        String commit = "0123456789abcdef0123456789abcdef01234567";

        // when
        String key = RequestKeys.ofBundle(commit, base.isEmpty() ? null : base, URL);

        // then
        assertThat(key).isEqualTo("git-bundle:" + commit + ":" + base + ":" + URL_SHA256);
        assertThat(RequestKeys.artifactOf(key)).isEqualTo(ArtifactKind.GIT_BUNDLE);
        assertThat(RequestKeys.gitSha1Of(key)).isEqualTo(commit);
        assertThat(RequestKeys.baseOf(key)).isEqualTo(base.isEmpty() ? null : base);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789abcdef0123456789abcdef01234567"})
    void theKeyOfARepositoryHoldsItsRootTree(String tree) {
        // when
        String announced = RequestKeys.gitSha1Of("repository:" + tree + ":" + URL_SHA256);

        // then
        assertThat(announced).isEqualTo(tree.isEmpty() ? null : tree);
    }
}
