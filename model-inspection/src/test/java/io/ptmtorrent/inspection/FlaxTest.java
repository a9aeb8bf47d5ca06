package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.report;
import static io.ptmtorrent.inspection.Made.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps of MessagePack as {@code flax.serialization.to_bytes} writes them. */
class FlaxTest {
    static byte[] word(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Made.bytes(0xd9, utf8.length, utf8).get();
    }

    /** Extension 1: a tuple of shape, type and bytes. */
    static byte[] array(int rows, int columns, String type, byte[] content) {
        byte[] inside = Made.bytes(0x93, 0x92, rows, columns, word(type), 0xc4, content.length, content)
                .get();
        return Made.bytes(0xc7, inside.length, 1, inside).get();
    }

    static byte[] tree(Object... kernel) {
        return Made.bytes(0x81, word("params"), 0x81, word("kernel"))
                .add(kernel)
                .get();
    }

    static byte[] whole() {
        return tree((Object) array(2, 3, "float32", new byte[24]));
    }

    @Test
    void tellsTreesParametersAndTypes() {
        // when
        Inspection report = report("flax_model.msgpack", whole());

        // then
        assertThat(report.getFormat()).isEqualTo("flax");
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(Made.facts(report))
                .containsEntry("tensors", "1")
                .containsEntry("parameters", "6")
                .containsEntry("dtype.float32", "6")
                .containsKey("tree.params");
    }

    @ParameterizedTest
    @CsvSource({"float32, 23", "float32, 28", "bfloat16, 24", "object, 24", "O, 48"})
    void anArrayWhoseBytesAreNotItsShapesIsMalformed(String type, int bytes) {
        // when, then
        assertThat(report(tree((Object) array(2, 3, type, new byte[bytes]))).getVerdict())
                .isEqualTo(InspectionVerdict.MALFORMED);
    }

    @Test
    void anExtensionThatFlaxDoesNotHaveIsUnscannable() {
        // when, then
        assertThat(rules(report(tree(0xd4, 42, 0)))).containsExactly("flax-extension");
    }

    @Test
    void bytesThatAreAPickleAndTextsThatAreCodeAreFound() {
        // given
        byte[] pickle = Made.call("os", "system", "id");

        // when, then
        assertThat(report(tree(0xc4, pickle.length, pickle)).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
        assertThat(rules(report(tree((Object) word("__import__('os').system('id')")))))
                .containsExactly("metadata-code");
        assertThat(report(tree((Object) word("adam"))).getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
    }

    @Test
    void aCutOneIsMalformedAndBytesBehindAreTold() {
        // given
        byte[] file = whole();

        // when, then
        assertThat(report(Arrays.copyOf(file, file.length - 1)).getVerdict()).isEqualTo(InspectionVerdict.MALFORMED);
        assertThat(rules(report(Made.bytes(file, 0).get()))).containsExactly("trailing-bytes");
    }

    @Test
    void mapsInMapsEndAndAHugeLengthAllocatesNothing() {
        // given
        Made deep = Made.bytes();
        for (int level = 0; level < 100; level++) {
            deep.add(0x81, word("a"));
        }
        byte[] huge = Made.bytes(0x81, word("a"), 0xc6, 0x7f, 0xff, 0xff, 0xff).get();

        // when, then
        assertThat(report(deep.get()).getVerdict()).isEqualTo(InspectionVerdict.UNSCANNABLE);
        assertThat(report(huge).getVerdict()).isEqualTo(InspectionVerdict.MALFORMED);
    }
}
