package io.ptmtorrent.normalizer.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpdxExpressionTest {
    /** Annex B of the SPDX specification: WITH binds before AND, AND before OR; names and operators in either case. */
    @ParameterizedTest
    @CsvSource({
        "MIT OR Apache-2.0, MIT OR Apache-2.0",
        "mit or apache-2.0, MIT OR Apache-2.0",
        "Apache 2.0 and CC BY 4.0, Apache-2.0 AND CC-BY-4.0",
        "MIT AND (Apache-2.0 OR BSD-3-Clause), MIT AND (Apache-2.0 OR BSD-3-Clause)",
        "(MIT AND ISC) OR Apache-2.0, MIT AND ISC OR Apache-2.0",
        "Apache-2.0 with llvm-exception OR MIT, Apache-2.0 WITH LLVM-exception OR MIT",
        "LicenseRef-acme AND MIT, LicenseRef-acme AND MIT"
    })
    void readsAnExpression(String declared, String expression) {
        assertThat(Licenses.spdx(declared)).isEqualTo(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "terms and conditions",
                "MIT OR",
                "OR MIT",
                "MIT (",
                "(MIT OR Apache-2.0",
                "MIT OR Apache-2.0)",
                "MIT WITH something",
                "MIT OR unknown",
                "()"
            })
    void leavesWhatIsNoneANameOfItsOwn(String declared) {
        assertThat(SpdxExpression.read(declared, name -> name.equals("MIT") ? "MIT" : null))
                .isNull();
    }

    @Test
    void deepBracketsEnd() {
        assertThat(SpdxExpression.read("(".repeat(100_000), name -> name)).isNull();
    }

    @Test
    void aChoiceStandsInBracketsBesideAnotherLicence() {
        // given
        Licensing licensing = new Licensing().place();

        // when
        licensing.add("MIT OR Apache-2.0", "a");
        licensing.add("cc-by-4.0", "b");

        // then
        assertThat(licensing.agreed()).isEqualTo(new Licensing.Agreed("(MIT OR Apache-2.0) AND CC-BY-4.0", "a, b"));
    }
}
