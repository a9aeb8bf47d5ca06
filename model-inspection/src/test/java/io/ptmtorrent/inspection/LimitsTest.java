package io.ptmtorrent.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of a megabyte that are built to take for ever: each ends, and well before a reader would give up. */
class LimitsTest {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static byte[] filled(int size, Object head, Object unit, Object tail) {
        Made file = Made.bytes(head);
        byte[] repeated = Made.bytes(unit).get();
        for (int length = 0; length < size; length += repeated.length) {
            file.add(repeated);
        }
        return file.add(tail).get();
    }

    static Stream<Arguments> files() {
        byte[] tiny = Made.bytes(0x80, 4, "ca.b\nc\n)R.").get();
        byte[] hidden = Made.bytes("C", tiny.length, tiny, "0").get();
        byte[] header = Made.bytes(0x80, 4).get();
        return Stream.of(
                Arguments.of("pickles behind pickles", filled(1 << 20, "", "N.", "")),
                Arguments.of("strings that hold pickles", filled(1 << 20, header, hidden, "N.")),
                Arguments.of("values on the stack", filled(1 << 20, header, "]", ".")),
                Arguments.of(
                        "texts in the memo",
                        filled(
                                1 << 20,
                                header,
                                Made.bytes(Made.text("abc"), 0x94, "0").get(),
                                "N.")),
                Arguments.of("names", names()),
                Arguments.of("texts in a template", filled(1 << 20, "{{ x[", "'a' ~ ", "'b'] }}")),
                Arguments.of("blocks in a template", filled(1 << 20, "", "{% set a %}", "")),
                Arguments.of("brackets in JSON", filled(1 << 20, "{\"a\":", "[", "")),
                Arguments.of("headers of a tar", filled(1 << 20, "", new byte[512], "x")));
    }

    /** Each one imports another name. */
    private static byte[] names() {
        Made file = Made.bytes(0x80, 4);
        for (int name = 0; name < 60_000; name++) {
            file.add("cpackage.m" + name + "\nf\n0");
        }
        return file.add("N.").get();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void nothingTakesForEver(String what, byte[] file) {
        // given
        long start = System.nanoTime();

        // when
        Inspection report = Made.report(file);

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(LONGEST);
        assertThat(report.getFindings()).noneMatch(it -> it.getRule().equals("inspector-fault"));
    }

    @Test
    void strandsOfArchivesInArchivesEnd() {
        // given
        byte[] inner = Made.call("os", "system", "id");
        for (int depth = 0; depth < 8; depth++) {
            inner = Made.zip(java.util.Map.of("inner.zip", inner));
        }

        // when
        Inspection report = Made.report(inner);

        // then
        assertThat(Made.rules(report)).contains("nested-too-deep");
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.UNSCANNABLE);
    }
}
