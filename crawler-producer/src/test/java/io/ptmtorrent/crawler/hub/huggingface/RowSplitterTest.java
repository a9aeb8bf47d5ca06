package io.ptmtorrent.crawler.hub.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.DeadLetterReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowSplitterTest {
    private static final List<String> ROWS = List.of(
            "{\"_id\":\"1\",\"id\":\"a/b\",\"cardData\":{\"tags\":[\"x\",{\"y\":[]}]}}",
            "{ \"_id\" : \"2\", \"text\":\"},{\\\"_id\\\":\\\"9\\\"} ] \\\\\" }",
            "{\"_id\":\"3\",\"id\":\"\u00fc/\ud83d\ude00 \u4e2d\"}",
            "{}");

    @Test
    void cutsEveryRowByteForByte() {
        // given
        String page = " [ " + String.join(" ,\n", ROWS) + "\t] \n";

        // when
        RowSplitter.Split split = split(page);

        // then
        assertThat(texts(split)).isEqualTo(ROWS);
        assertThat(split.rest()).isNull();
    }

    static IntStream everyByte() {
        return IntStream.range(0, bytes("[" + String.join(",", ROWS) + "]").length);
    }

    @ParameterizedTest(name = "cut after {0} bytes")
    @MethodSource("everyByte")
    void keepsEveryWholeRowOfAPageThatIsCutAnywhere(int length) {
        // given
        byte[] page = bytes("[" + String.join(",", ROWS) + "]");
        int whole = wholeRows(length);

        // when
        RowSplitter.Split split = RowSplitter.split(ByteBuffer.wrap(Arrays.copyOf(page, length)));

        // then
        assertThat(texts(split)).isEqualTo(ROWS.subList(0, whole));
        assertThat(split.rest()).isNotNull();
        assertThat(split.rest().reason()).isEqualTo(DeadLetterReason.TRUNCATED);
    }

    static Stream<Arguments> oddPages() {
        return Stream.of(
                page("[]", List.of(), null),
                page(" [ ] ", List.of(), null),
                page("", List.of(), DeadLetterReason.TRUNCATED),
                page("  ", List.of(), DeadLetterReason.TRUNCATED),
                page("<!doctype html>", List.of(), DeadLetterReason.NOT_JSON),
                page("{\"error\":\"no\"}", List.of(), DeadLetterReason.NOT_A_LISTING),
                page("[{\"a\":1}][{\"b\":2}]", List.of("{\"a\":1}"), DeadLetterReason.NOT_JSON),
                page("[null,{\"a\":tru},5]", List.of("null", "{\"a\":tru}", "5"), null),
                page("[{\"a\":[}},{\"b\":1}]", List.of("{\"a\":[}}", "{\"b\":1}"), null),
                page("[{\"a\":]},{\"b\":1}]", List.of("{\"a\":]}", "{\"b\":1}"), null),
                page("[{\"a\":}},{\"b\":1}]", List.of("{\"a\":}}", "{\"b\":1}"), null),
                page("[{\"a\":1},,{\"b\":1}]", List.of("{\"a\":1}", "", "{\"b\":1}"), null),
                page("[\"a,]\",{\"b\":1}]", List.of("\"a,]\"", "{\"b\":1}"), null),
                // A bracket or a quote is missing: the next row begins anew.
                page(
                        "[{\"a\":{\"b\":1,{\"_id\":\"2\"},{\"_id\":\"3\"}]",
                        List.of("{\"a\":{\"b\":1", "{\"_id\":\"2\"}", "{\"_id\":\"3\"}"),
                        null),
                page(
                        "[{\"a\":{\"b\":[1},{\"_id\":\"2\"} ,\n{ \"_id\":\"3\"}]",
                        List.of("{\"a\":{\"b\":[1}", "{\"_id\":\"2\"}", "{ \"_id\":\"3\"}"),
                        null),
                page(
                        "[{\"a\":\"x},{\"_id\":\"2\"},{\"_id\":\"3\"}]",
                        List.of("{\"a\":\"x}", "{\"_id\":\"2\"}", "{\"_id\":\"3\"}"),
                        null),
                page("[{\"a\":{\"b\":1,{\"_id\":\"2\"},{\"_id\":\"3\"", List.of(), DeadLetterReason.TRUNCATED),
                // What looks like a row inside one that was cut off is none.
                page("[{\"a\":1},{\"b\":[0,{\"_id\":\"2\"}],\"c\":", List.of("{\"a\":1}"), DeadLetterReason.TRUNCATED),
                page("[{\"a\":1},{\"b\":[0,{\"_id\":\"2\"}]", List.of("{\"a\":1}"), DeadLetterReason.TRUNCATED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddPages")
    void saysWhatIsARowAndWhatIsTheRest(String page, List<String> rows, @Nullable DeadLetterReason rest) {
        // when
        RowSplitter.Split split = split(page);

        // then
        assertThat(texts(split)).isEqualTo(rows);
        assertThat(split.rest() == null ? null : split.rest().reason()).isEqualTo(rest);
    }

    @Test
    void losesNoByteOfAPage() {
        // given
        String tail = "{\"b\":[1,2";

        // when
        RowSplitter.Split split = split("[{\"a\":1}," + tail);

        // then
        assertThat(split.rest()).isNotNull();
        assertThat(text(split.rest().bytes())).isEqualTo(tail);
    }

    @Test
    void isNotFooledByDepth() {
        // given
        String deep = "[".repeat(200_000) + "}".repeat(200_000);

        // when
        RowSplitter.Split split = split("[{\"a\":1}," + deep);

        // then
        assertThat(texts(split)).containsExactly("{\"a\":1}");
        assertThat(split.rest()).isNotNull();
    }

    /** A row counts as soon as its last byte is there. */
    private static int wholeRows(int length) {
        int end = 1;
        for (int row = 0; row < ROWS.size(); row++) {
            end += bytes(ROWS.get(row)).length;
            if (length < end) {
                return row;
            }
            end++;
        }
        return ROWS.size();
    }

    private static Arguments page(String page, List<String> rows, @Nullable DeadLetterReason rest) {
        return Arguments.of(page, rows, rest);
    }

    private static RowSplitter.Split split(String page) {
        return RowSplitter.split(ByteBuffer.wrap(bytes(page)));
    }

    private static List<String> texts(RowSplitter.Split split) {
        return split.rows().stream().map(RowSplitterTest::text).toList();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
