package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.bytes;
import static io.ptmtorrent.inspection.Made.little;
import static io.ptmtorrent.inspection.Made.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GgufTest {
    private static byte[] u32(int value) {
        return little(4).putInt(0, value).array();
    }

    private static byte[] string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return bytes((long) utf8.length, utf8).get();
    }

    private static byte[] head(int version, long tensors, long keys) {
        return bytes("GGUF", u32(version), tensors, keys).get();
    }

    private static byte[] text(String key, String value) {
        return bytes(string(key), u32(8), string(value)).get();
    }

    private static byte[] tensor(String name, int type, long place, long... sizes) {
        Made made = bytes(string(name), u32(sizes.length));
        for (long size : sizes) {
            made.add(size);
        }
        return made.add(u32(type), place).get();
    }

    private static byte[] padded(byte[] file, int data) {
        int padding = (32 - file.length % 32) % 32;
        return bytes(file, new byte[padding + data]).get();
    }

    static byte[] whole() {
        return padded(
                bytes(
                                head(3, 2, 2),
                                text("general.architecture", "llama"),
                                text("tokenizer.chat_template", "{{ messages[0]['content'] }}"),
                                tensor("a", 0, 0, 4, 2),
                                tensor("b", 2, 32, 32))
                        .get(),
                32 + 18);
    }

    @Test
    void tellsArchitectureTypesAndParameters() {
        // when
        Inspection report = report("model.gguf", whole());

        // then
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(Made.facts(report))
                .containsEntry("general.architecture", "llama")
                .containsEntry("parameters", "40")
                .containsEntry("dtype.Q4_0", "32");
    }

    private static Arguments broken(String what, byte[]... parts) {
        return Arguments.of(what, padded(bytes((Object[]) parts).get(), 64));
    }

    /** What llama.cpp's reader refuses, case by case as its own tests (tests/test-gguf.cpp) list them. */
    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                broken("version 1", head(1, 0, 0)),
                broken("big-endian", head(0x03000000, 0, 0)),
                broken("tensors below zero", head(3, -1, 0)),
                broken("keys below zero", head(3, 0, -1)),
                broken("keys beyond memory", head(3, 0, 1L << 60)),
                broken("key twice", head(3, 0, 2), text("a", "b"), text("a", "b")),
                broken("value type", head(3, 0, 1), string("a"), u32(13), new byte[8]),
                broken("array of arrays", head(3, 0, 1), string("a"), u32(9), u32(9), new byte[8]),
                broken(
                        "string beyond the file",
                        head(3, 0, 1),
                        string("a"),
                        u32(8),
                        bytes(1L << 40).get()),
                broken("alignment", head(3, 0, 1), string("general.alignment"), u32(4), u32(3)),
                broken("name too long", head(3, 1, 0), tensor("n".repeat(64), 0, 0, 1)),
                broken("tensor twice", head(3, 2, 0), tensor("a", 0, 0, 8), tensor("a", 0, 32, 8)),
                broken("dimensions", head(3, 1, 0), tensor("a", 0, 0, 1, 1, 1, 1, 1)),
                broken("elements overflow", head(3, 1, 0), tensor("a", 0, 0, 1L << 40, 1L << 40)),
                broken("size below zero", head(3, 1, 0), tensor("a", 0, 0, -1)),
                broken("type", head(3, 1, 0), tensor("a", 4, 0, 32)),
                broken("block", head(3, 1, 0), tensor("a", 2, 0, 31)),
                broken("place", head(3, 2, 0), tensor("a", 0, 0, 8), tensor("b", 0, 64, 8)),
                broken("data cut", head(3, 1, 0), tensor("a", 0, 0, 1000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFiles")
    void whatTheReaderRefusesIsMalformed(String what, byte[] file) {
        // when, then
        assertThat(report(file).getVerdict()).as(what).isEqualTo(InspectionVerdict.MALFORMED);
    }

    /** CVE-2024-34359: the template is rendered by whoever loads the model. */
    @Test
    void aTemplateUnderAnyNameIsJudged() {
        // given
        byte[] file = padded(
                bytes(head(3, 0, 1), text("tokenizer.chat_template.tool_use", "{{ ''.__class__.__mro__ }}"))
                        .get(),
                0);

        // when, then
        assertThat(report(file).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    @Test
    void bytesAfterTheLastTensorAreTold() {
        // when
        Inspection report = report(bytes(whole(), new byte[14], "more").get());

        // then
        assertThat(Made.rules(report)).containsExactly("trailing-bytes");
    }
}
