package io.ptmtorrent.normalizer.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.contract.RecordSerdes;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HuggingFaceParserTest {
    static {
        RecordSerdes.trustOurRecords();
    }

    private static final GoldenCases CASES = new GoldenCases("huggingface");

    private final HuggingFaceParser parser = new HuggingFaceParser();

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
    void rejectsWhatIsNestedDeeperThanTheLimit() {
        // given
        byte[] input = row("\"cardData\":" + "[".repeat(100_000) + "]".repeat(100_000));

        // when
        Parsed parsed = parser.parse(input);

        // then
        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(DeadLetterReason.NOT_JSON));
    }

    @Test
    void keepsADocumentAsDeepAsTheLimitAllows() {
        // given
        byte[] input = row("\"cardData\":" + "[".repeat(400) + "]".repeat(400));

        // when
        Parsed parsed = parser.parse(input);

        // then
        assertThat(model(parsed).getHuggingFace().getCardData()).hasSize(800);
    }

    @Test
    void rejectsBytesThatAreNotUtf8() {
        // given
        byte[] input = row("\"sha\":\"x\"");
        input[input.length - 3] = (byte) 0xff;

        // when
        Parsed parsed = parser.parse(input);

        // then
        assertThat(parsed).isInstanceOf(Rejected.class);
    }

    @Test
    void endsTheFilesAtTenThousandAndCountsTheRest() {
        // given
        String siblings = IntStream.range(0, 10_003)
                .mapToObj(number -> "{\"rfilename\":\"f%05d\"}".formatted(number))
                .collect(Collectors.joining(","));

        // when
        Model model = model(parser.parse(row("\"siblings\":[" + siblings + "]")));

        // then
        assertThat(model.getFiles()).hasSize(10_000);
        assertThat(model.getFiles().getLast().getPath()).isEqualTo("f09999");
        assertThat(model.getFilesOmitted()).isEqualTo(3);
    }

    @Test
    void endsTheFilesAtTwoMebibytes() {
        // given
        String siblings = IntStream.range(0, 3_000)
                .mapToObj(number -> "{\"rfilename\":\"%04d%s\"}".formatted(number, "x".repeat(1_020)))
                .collect(Collectors.joining(","));

        // when
        Model model = model(parser.parse(row("\"siblings\":[" + siblings + "]")));

        // then
        assertThat(model.getFiles()).hasSize(2 * 1024 * 1024 / (1_024 + 80));
        assertThat(model.getFiles().size() + model.getFilesOmitted()).isEqualTo(3_000);
    }

    @Test
    void endsTheIssuesAtOneHundredAndCountsTheRest() {
        // given
        String tags = "1,".repeat(149) + "1";

        // when
        Model model = model(parser.parse(row("\"tags\":[" + tags + "]")));

        // then
        assertThat(model.getIssues()).hasSize(100);
        assertThat(model.getIssues().getLast().getProblem())
                .isEqualTo("expected text, found a number; and 50 more issues");
    }

    @Test
    void writesALoneSurrogateOfTheCardAsAnEscape() {
        // given
        byte[] input = row("\"cardData\":{\"x\":\"a\\ud83db\\udc00\"}");

        // when
        Model model = model(parser.parse(input));

        // then
        assertThat(model.getHuggingFace().getCardData()).isEqualTo("{\"x\":\"a\\ud83db\\udc00\"}");
    }

    @Test
    void isFoundByItsHubsName() {
        assertThat(Parsers.of("huggingface")).containsInstanceOf(HuggingFaceParser.class);
        assertThat(Parsers.of("no-such-hub")).isEmpty();
    }

    static List<String> cases() throws IOException {
        return CASES.names();
    }

    private static byte[] row(String members) {
        return ("{\"_id\":\"65f0000000000000000000ff\",\"id\":\"a/b\"," + members + "}").getBytes(UTF_8);
    }

    private static Model model(Parsed parsed) {
        assertThat(parsed).isInstanceOf(Accepted.class);
        return ((Accepted) parsed).model();
    }
}
