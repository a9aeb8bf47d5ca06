package io.ptmtorrent.normalizer.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.Model;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OnnxParserTest {
    private static final GoldenCases CASES = new GoldenCases("onnx-model-zoo");
    private static final JsonMapper JSON = new JsonMapper();

    private final OnnxParser parser = new OnnxParser();

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
    void statisticsThatGrowToBillionsByAliasesAreAnIssue() {
        // given
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [*a%d,*a%d,*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
        }

        // when
        Model model = model(bomb.toString());

        // then
        assertThat(model.getIssues()).hasSize(1);
        assertThat(model.getIssues().getFirst().getProblem()).startsWith("no YAML: ");
        assertThat(model.getOnnxModelZoo().getTurnkey()).isNull();
    }

    @Test
    void statisticsNestedDeeperThanTheLimitAreAnIssue() {
        // when
        Model model = model("a: " + "[".repeat(200_000));

        // then
        assertThat(model.getIssues().getFirst().getProblem()).isEqualTo("no YAML: nested more than 64 deep");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyTextAsReadmeOrListingGivesAModel(long seed) {
        // given
        Random random = new Random(seed);
        String[] pieces = {
            "|",
            "||",
            "\\|",
            "[",
            "](",
            ")",
            "model/a.onnx",
            "./",
            "http://",
            "-",
            ":-:",
            "\n",
            "\n\n",
            "<a name=\"",
            "<br>",
            ">",
            "**",
            "!",
            "Accuracy",
            "Dataset",
            "Opset version",
            "mAP of ",
            "1e400 %",
            "-1e-2147483648%",
            "\uD800",
            "\t",
            "9"
        };

        // when, then
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(80); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            ObjectNode row = JSON.createObjectNode().put("path", "validated/a/b/c/model/a.onnx");
            row.put("readme", text.toString());
            row.putObject("listed").put("header", text.reverse().toString()).put("row", text.toString());
            assertThat(parser.parse(row.toString().getBytes(UTF_8)))
                    .as(text.toString())
                    .isInstanceOf(Accepted.class);
        }
    }

    @Test
    void isFoundByItsHubsName() {
        assertThat(Parsers.of("onnx-model-zoo")).containsInstanceOf(OnnxParser.class);
    }

    private Model model(String turnkey) {
        byte[] row = JSON.createObjectNode()
                .put("path", "Area/a/a.onnx")
                .put("turnkey", turnkey)
                .toString()
                .getBytes(UTF_8);
        return ((Accepted) parser.parse(row)).model();
    }
}
