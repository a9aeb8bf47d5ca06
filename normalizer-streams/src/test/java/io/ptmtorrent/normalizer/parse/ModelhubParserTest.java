package io.ptmtorrent.normalizer.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ModelhubParserTest {
    private static final GoldenCases CASES = new GoldenCases("modelhub");

    private final ModelhubParser parser = new ModelhubParser();

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheCaseAsExpected(String name) throws IOException {
        // given
        byte[] input = CASES.input(name);

        // when
        Parsed parsed = parser.parse(input);

        // then
        assertThat(CASES.declared(name, parsed)).isEqualTo(CASES.expected(name));
        assertThat(parser.parse(input)).isEqualTo(parsed);
    }

    @Test
    void isFoundByItsHubsNameAndKnowsNoAddressThatAFileDoesNotSayItself() {
        assertThat(Parsers.of("modelhub")).containsInstanceOf(ModelhubParser.class);
        assertThat(parser.fileUrl("a", "b", "c")).isNull();
    }

    static List<String> cases() throws IOException {
        return CASES.names();
    }
}
