package io.ptmtorrent.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.inspection.bytes.Bytes;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InspectionFeedTest {
    static Stream<Arguments> files() {
        byte[] safetensors = SafetensorsTest.file(
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[300000],\"data_offsets\":[0,300000]}}", 300_000);
        return Stream.of(
                Arguments.of("safetensors", safetensors),
                Arguments.of(
                        "a zip behind it",
                        Made.bytes(safetensors, Made.zip(Map.of("a.pkl", Made.pickle("N"))))
                                .get()),
                Arguments.of("gguf", GgufTest.whole()),
                Arguments.of("onnx", OnnxTest.whole()),
                Arguments.of("pickle", Made.call("os", "system", "id")),
                Arguments.of(
                        "broken",
                        Made.bytes(0x80, 4, "cos\nsystem\n)R", 0xff, new byte[200_000])
                                .get()),
                Arguments.of("zip", Made.zip(Map.of("a.pkl", Made.call("os", "system", "id")))),
                Arguments.of("nothing", new byte[0]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aStreamGetsTheReportOfTheWholeFile(String what, byte[] file) throws IOException {
        // given
        Inspector inspector = new Inspector();

        // when
        Inspection streamed;
        try (InspectionFeed feed = inspector.feed("model.bin", file.length)) {
            for (int at = 0; at < file.length; at += 10_007) {
                feed.write(file, at, Math.min(10_007, file.length - at));
            }
            streamed = feed.finish(Bytes.of(file));
        }

        // then
        assertThat(streamed).as(what).isEqualTo(inspector.inspect("model.bin", Bytes.of(file)));
    }
}
