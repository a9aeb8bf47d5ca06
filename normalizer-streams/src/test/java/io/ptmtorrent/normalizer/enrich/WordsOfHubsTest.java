package io.ptmtorrent.normalizer.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsOfHubsTest {
    /** Ids that huggingface/hub-docs lists for licences (repositories-licenses.md, 2025), and what people write. */
    @ParameterizedTest
    @CsvSource({
        "apache-2.0, Apache-2.0",
        "agpl-3.0, AGPL-3.0-only",
        "bsl-1.0, BSL-1.0",
        "c-uda, C-UDA-1.0",
        "cc-by-nc-sa-4.0, CC-BY-NC-SA-4.0",
        "cc, LicenseRef-cc",
        "bsd, LicenseRef-bsd",
        "gfdl, LicenseRef-gfdl",
        "lgpl-lr, LGPLLR",
        "lppl-1.3c, LPPL-1.3c",
        "odbl, ODbL-1.0",
        "odc-by, ODC-By-1.0",
        "ofl-1.1, OFL-1.1",
        "pddl, PDDL-1.0",
        "postgresql, PostgreSQL",
        "unlicense, Unlicense",
        "wtfpl, WTFPL",
        "zlib, Zlib",
        "creativeml-openrail-m, LicenseRef-creativeml-openrail-m",
        "llama3.1, LicenseRef-llama3.1",
        "openrail++, LicenseRef-openrail-plus-plus",
        "openrail, LicenseRef-openrail",
        "The MIT License (MIT), MIT",
        "BSD 3-Clause \"New\" or \"Revised\" License, BSD-3-Clause",
        "GPL-3.0+, GPL-3.0-or-later",
        "Acme Terms (v2), LicenseRef-Acme-Terms-v2",
        "unknown, NOASSERTION",
        "N/A, NOASSERTION",
    })
    void aLicenceHasItsNameInSpdx(String declared, String spdx) {
        assertThat(Licenses.spdx(declared)).isEqualTo(spdx);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "---", "商业许可", "https://acme.example/terms", "\u0000"})
    void whatIsNoNameOfALicenceIsNone(String declared) {
        assertThat(Licenses.spdx(declared)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "huggingface, text-generation, text-generation",
        "huggingface, Text_Generation, text-generation",
        "huggingface, classification, ",
        "onnx-model-zoo, classification, image-classification",
        "onnx-model-zoo, Computer_Vision, computer-vision",
        "modelhub, Segmentation, image-segmentation",
        "modelzoo, Natural Language Processing, natural-language-processing",
        "modelscope, auto-speech-recognition, automatic-speech-recognition",
    })
    void aHubsWordStandsForACommonTask(String hub, String word, String task) {
        assertThat(Tasks.common(hub, word)).isEqualTo(task);
    }

    @ParameterizedTest
    @CsvSource({"no, no", "nb-NO, nb", "NO, no", "sr-Latn, sr", "cmn, cmn", "ger, de", "jp, ", "code, ", "'', ", "-, "})
    void aLanguageIsCodedByIso639(String declared, String code) {
        assertThat(Languages.code(declared)).isEqualTo(code);
    }

    @Test
    void aPurlHasItsNamesEncodedAndItsRepositoryInSmallLetters() {
        assertThat(Purl.huggingFace("a", null)).isEqualTo("pkg:huggingface/a");
        assertThat(Purl.huggingFace("//a//b/", "R")).isEqualTo("pkg:huggingface/a/b@r");
        assertThat(Purl.huggingFace("a/\uD83D\uDE00", null)).isEqualTo("pkg:huggingface/a/%F0%9F%98%80");
        assertThat(Purl.huggingFace("a/\uD83D", null)).isNull();
        assertThat(Purl.huggingFace("/", null)).isNull();
        assertThat(Purl.gitHub("Acme/Tern", "ab", "Models/x y.onnx"))
                .isEqualTo("pkg:github/acme/tern@ab#Models/x%20y.onnx");
        assertThat(Purl.gitHub("tern", "ab", null)).isNull();
        assertThat(Purl.gitHub(null, "ab", null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "'5e-1', 0.5", "50%, 0.5", "' 50 % ', 0.5", "-1, -1", "+2, 2", ".5, 0.5", "5., 5"})
    void aTextThatIsOneNumberIsIt(String text, double number) {
        assertThat(MetricValues.number(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "0,5", "1 2", "1-2", "e", "NaN", "1e999", "0x1p3", "1d", "½", "٣", "--1"})
    void aTextThatIsNoOneNumberIsNone(String text) {
        assertThat(MetricValues.number(text)).isNull();
    }
}
