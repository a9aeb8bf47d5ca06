package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.report;
import static io.ptmtorrent.inspection.Made.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.avro.InspectionVerdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives, TensorFlow, skops, programs. */
class OtherFormatsTest {
    private static final byte[] BAD = Made.call("os", "system", "id");

    static byte[] tar(String name, byte[] content) throws IOException {
        return tar(name, content, TarArchiveEntry.LF_NORMAL, "");
    }

    private static byte[] tar(String name, byte[] content, byte type, String link) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(file)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
            entry.setSize(content.length);
            entry.setLinkName(link);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return file.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "model.pkl, 0, '', pickle-dangerous-global",
        "../model.pkl, 0, '', archive-path-escape",
        "/etc/model.pkl, 0, '', archive-path-escape",
        "link, 2, ../../etc/passwd, archive-path-escape",
        "link, 2, other, archive-link",
        "device, 3, '', archive-special-file"
    })
    void tarsAreReadEntryByEntry(String name, char type, String link, String rule) throws IOException {
        // given: short names, and ones that need another header
        byte[] content = type == '0' ? BAD : new byte[0];
        byte[] plain = tar(name, content, (byte) type, link);
        byte[] deep = tar("d/".repeat(120) + name, content, (byte) type, link);

        // when, then
        assertThat(rules(report(plain))).contains(rule);
        assertThat(report(deep).getFormat()).isEqualTo("tar");
        assertThat(report(java.util.Arrays.copyOf(plain, 520)).getVerdict())
                .isGreaterThanOrEqualTo(InspectionVerdict.SUSPICIOUS);
    }

    static byte[] savedModel(String operator) {
        byte[] node = OnnxTest.message(1, OnnxTest.text(1, "n"), OnnxTest.text(2, operator));
        byte[] plain = OnnxTest.message(1, OnnxTest.text(1, "c"), OnnxTest.text(2, "Const"));
        return Made.bytes(OnnxTest.number(1, 1), OnnxTest.message(2, OnnxTest.message(2, plain, node)))
                .get();
    }

    @ParameterizedTest
    @CsvSource({
        "MatMul, CLEAN",
        "SaveV2, CLEAN",
        "PyFunc, DANGEROUS",
        "EagerPyFunc, DANGEROUS",
        "ReadFile, DANGEROUS",
        "WriteFile, DANGEROUS"
    })
    void operatorsOfASavedModelDecide(String operator, InspectionVerdict verdict) {
        // when
        Inspection report = report("saved_model.pb", savedModel(operator));

        // then
        assertThat(report.getFormat()).isEqualTo("tf-savedmodel");
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(verdict);
    }

    @Test
    void operatorsInTheLibraryOfFunctionsCount() {
        // given
        byte[] function = OnnxTest.message(1, OnnxTest.message(3, OnnxTest.text(1, "n"), OnnxTest.text(2, "PyFunc")));
        byte[] graph =
                OnnxTest.message(2, OnnxTest.message(1, OnnxTest.text(2, "Const")), OnnxTest.message(2, function));

        // when, then
        assertThat(report(OnnxTest.message(2, graph)).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    @Test
    void typesOfSkopsAreJudgedAsCalls() {
        // given
        String schema = "{\"__class__\": \"%s\", \"__module__\": \"%s\", \"content\": {}}";
        byte[] own = schema.formatted("Pipeline", "sklearn.pipeline").getBytes(StandardCharsets.UTF_8);
        byte[] bad = schema.formatted("system", "os").getBytes(StandardCharsets.UTF_8);

        // when, then
        assertThat(report(Made.zip(Map.of("schema.json", own))).getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(report(Made.zip(Map.of("schema.json", bad))).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    @Test
    void programsAreFlagged() {
        // given
        byte[] elf = Made.bytes(0x7f, "ELF", 2, 1, 1, new byte[57]).get();
        byte[] llamafile = Made.bytes("MZqFpD='\n", new byte[100]).get();

        // when, then
        assertThat(report("model.bin", elf).getFlags()).containsExactly(InspectionFlag.EXECUTABLE);
        assertThat(report(llamafile).getFlags()).containsExactly(InspectionFlag.EXECUTABLE);
        assertThat(report(Made.zip(Map.of("lib.so", elf))).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    @Test
    void whatNoParserReadsIsUnscannableOutsideAndInside() {
        // given
        byte[] unknown = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

        // when, then
        assertThat(report(unknown).getVerdict()).isEqualTo(InspectionVerdict.UNSCANNABLE);
        assertThat(report(Made.zip(Map.of("x", unknown))).getVerdict()).isEqualTo(InspectionVerdict.UNSCANNABLE);
        assertThat(report("model.safetensors", unknown).getVerdict()).isEqualTo(InspectionVerdict.MALFORMED);
    }
}
