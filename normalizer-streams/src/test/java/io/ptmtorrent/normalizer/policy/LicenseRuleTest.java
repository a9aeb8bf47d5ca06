package io.ptmtorrent.normalizer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LicenseRuleTest {
    @ParameterizedTest
    @CsvSource({
        // allowed, expression, wanted
        "MIT, MIT, true",
        "mit, MIT, true",
        "MIT, Apache-2.0, false",
        "MIT, , false",
        "NOASSERTION, , true",
        "NOASSERTION, NOASSERTION, true",
        "NOASSERTION, MIT, false",
        "MIT Apache-2.0, Apache-2.0, true",
        "MIT, MIT OR Apache-2.0, true",
        "MIT, Apache-2.0 OR MIT, true",
        "MIT, Apache-2.0 AND MIT, false",
        "MIT Apache-2.0, Apache-2.0 AND MIT, true",
        "MIT, MIT OR Apache-2.0 AND BSD-3-Clause, true",
        "MIT, (MIT OR Apache-2.0) AND BSD-3-Clause, false",
        "MIT BSD-3-Clause, (MIT OR Apache-2.0) AND BSD-3-Clause, true",
        "GPL-2.0-only, GPL-2.0-only WITH Classpath-exception-2.0, true",
        "LicenseRef-llama3, LicenseRef-llama3, true",
        // What nobody writes ends all the same.
        "MIT, (((, false",
        "MIT, MIT OR, true",
        "MIT, AND, false",
    })
    void anExpressionIsSatisfiedByTheListOrNot(String allowed, @Nullable String expression, boolean wanted) {
        // when
        boolean allows = new LicenseRule(List.of(allowed.split(" ", -1))).allows(expression);

        // then
        assertThat(allows).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({"MIT", ","})
    void noListAllowsAll(@Nullable String expression) {
        assertThat(new LicenseRule(List.of()).allows(expression)).isTrue();
    }
}
