package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
    private static final String DIGEST = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    @Test
    void blobsLieUnderTheirDigest() {
        assertThat(ObjectKey.blob(DIGEST).text()).isEqualTo("blobs/sha256/b9/4d/" + DIGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "b9",
                "../../../../etc/passwd",
                "B94D27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9",
                "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9\n"
            })
    void takesNothingElseForADigest(String text) {
        assertThatThrownBy(() -> ObjectKey.blob(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 lower-case hex digits");
    }

    @ParameterizedTest
    @CsvSource({
        "62a1, packages/huggingface/62a1/abc/manifest.json",
        "vision/alexnet, packages/huggingface/vision%2Falexnet/abc/manifest.json",
        ".., packages/huggingface/%2E%2E/abc/manifest.json",
        "., packages/huggingface/%2E/abc/manifest.json",
        "../../x, packages/huggingface/..%2F..%2Fx/abc/manifest.json",
        "/etc/passwd, packages/huggingface/%2Fetc%2Fpasswd/abc/manifest.json",
        "a b+c~d%2e, packages/huggingface/a%20b%2Bc%7Ed%252e/abc/manifest.json",
        "1С, packages/huggingface/1%D0%A1/abc/manifest.json",
        "C:\\x, packages/huggingface/%43%3A%5Cx/abc/manifest.json"
    })
    void everyNameIsOneSegment(String stableId, String expected) {
        assertThat(ObjectKey.manifest("huggingface", stableId, "abc").text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"AlexNet, alexnet", "a%2Fb, a%2fb", "a/b, a%2fb", "A, %41", "Å, å", "N~n, n~n"})
    void noTwoNamesMeetWhereCaseIsNotTold(String one, String other) {
        assertThat(ObjectKey.manifest("h", one, "r").text())
                .isNotEqualToIgnoringCase(ObjectKey.manifest("h", other, "r").text());
        assertThat(ObjectKey.manifest("h", one.repeat(100), "r").text())
                .isNotEqualToIgnoringCase(
                        ObjectKey.manifest("h", other.repeat(100), "r").text());
    }

    @Test
    void aNulIsEncodedLikeAnyOther() {
        assertThat(ObjectKey.manifest("h", "a\0b", "c").text()).isEqualTo("packages/h/a%00b/c/manifest.json");
    }

    @Test
    void aModelWithoutRevisionHasAPlace() {
        assertThat(ObjectKey.manifest("modelhub", "m", null).text())
                .isEqualTo("packages/modelhub/m/no-revision/manifest.json");
    }

    @Test
    void longNamesAreShortenedAndStayApart() {
        // given
        String name = "n".repeat(300);

        // when
        List<String> keys = List.of(
                ObjectKey.manifest("h", name + "1", "r").text(),
                ObjectKey.manifest("h", name + "2", "r").text(),
                ObjectKey.manifest("h", "n".repeat(200), "r").text());

        // then
        assertThat(keys)
                .doesNotHaveDuplicates()
                .allSatisfy(key -> assertThat(key.split("/"))
                        .allSatisfy(segment -> assertThat(segment.length()).isLessThanOrEqualTo(255)));
        assertThat(keys.getFirst()).matches("packages/h/n{100}~[0-9a-f]{64}/r/manifest\\.json");
        assertThat(keys.getLast()).isEqualTo("packages/h/" + "n".repeat(200) + "/r/manifest.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/a", "a/", "a//b", "a/../b", "..", ".", "a/.", "./a", "a\0b", "a\\b", "a b", "a\nb", "ä"})
    void refusesTextThatIsNoKey(String text) {
        assertThatThrownBy(() -> new ObjectKey(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyNameHasNoKey() {
        assertThatThrownBy(() -> ObjectKey.manifest("h", "", "r")).isInstanceOf(IllegalArgumentException.class);
    }
}
