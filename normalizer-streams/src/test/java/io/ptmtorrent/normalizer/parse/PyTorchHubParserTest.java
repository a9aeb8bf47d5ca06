package io.ptmtorrent.normalizer.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.avro.Model;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PyTorchHubParserTest {
    private static final GoldenCases CASES = new GoldenCases("pytorch-hub");
    private static final JsonMapper JSON = new JsonMapper();

    private final PyTorchHubParser parser = new PyTorchHubParser();

    static List<String> cases() throws IOException {
        return CASES.names();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheCaseAsExpected(String name) throws IOException {
        // given
        byte[] input = CASES.input(name);
        JsonNode expected = CASES.expected(name);

        // when
        Parsed parsed = parser.parse(input);

        // then
        assertThat(CASES.declared(name, parsed)).isEqualTo(expected);
        assertThat(parser.parse(input)).isEqualTo(parsed);
    }

    @Test
    void frontMatterThatGrowsByAliasesIsAnIssue() {
        // given
        StringBuilder bomb = new StringBuilder("a0: &a0 [" + "x,".repeat(200) + "x]\n");
        for (int i = 1; i < 7; i++) {
            bomb.append("a%d: &a%d [*a%d,*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }

        // when
        Model model = model("---\n" + bomb + "---\n");

        // then
        assertThat(model.getIssues().getFirst().getProblem())
                .isEqualTo("no YAML: more than 100000 values, aliases written out");
        assertThat(model.getPytorchHub().getFrontMatter()).isNull();
    }

    @Test
    void entryPointsEndAtFiveHundred() {
        // given
        StringBuilder text = new StringBuilder("---\ntitle: Net\n---\n");
        for (int i = 0; i < 600; i++) {
            text.append("torch.hub.load('sample/net', 'net%d')\n".formatted(i));
        }

        // when
        Model model = model(text.toString());

        // then
        assertThat(model.getPytorchHub().getEntryPoints()).hasSize(500).startsWith("net0", "net1");
    }

    @Test
    void isFoundByItsHubsName() {
        assertThat(Parsers.of("pytorch-hub")).containsInstanceOf(PyTorchHubParser.class);
    }

    private Model model(String card) {
        byte[] row = JSON.createObjectNode()
                .put("id", "net")
                .put("card", card)
                .toString()
                .getBytes(UTF_8);
        return ((Accepted) parser.parse(row)).model();
    }
}
