package io.ptmtorrent.normalizer.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every hub's parser derives of its cases with a derived.json, which was written before the code. */
final class DerivedCasesTest {
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void derivesOfTheCaseWhatIsExpected(String hub, String name) throws IOException {
        // given
        GoldenCases cases = new GoldenCases(hub);
        HubParser parser = Parsers.of(hub).orElseThrow();
        byte[] input = cases.input(name);

        // when
        Parsed parsed = parser.parse(input);

        // then
        assertThat(cases.derived(name, parsed)).isEqualTo(cases.derived(name));
        assertThat(parser.parse(input)).isEqualTo(parsed);
    }

    @Test
    void atLeastSixtyRowsHaveWhatIsDerivedOfThem() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
    }

    static List<Arguments> cases() throws IOException {
        List<Arguments> cases = new ArrayList<>();
        for (HubParser parser : Parsers.all()) {
            for (String name : new GoldenCases(parser.hub()).namesWith("derived.json")) {
                cases.add(Arguments.of(parser.hub(), name));
            }
        }
        return cases;
    }
}
