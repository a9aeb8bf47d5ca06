package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxTest {
    static byte[] message(int field, byte[]... parts) {
        Made inside = Made.bytes((Object[]) parts);
        byte[] content = inside.get();
        Made made = Made.bytes(varint((field << 3) | 2), varint(content.length));
        return made.add(content).get();
    }

    static byte[] text(int field, String text) {
        return message(field, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] number(int field, long value) {
        return Made.bytes(varint((long) field << 3), varint(value)).get();
    }

    private static byte[] varint(long value) {
        Made made = Made.bytes();
        long left = value;
        while ((left & ~0x7fL) != 0) {
            made.add((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        return made.add((int) left).get();
    }

    private static byte[] external(String key, String value) {
        return message(13, text(1, key), text(2, value));
    }

    private static byte[] tensor(byte[]... more) {
        return message(
                5,
                number(1, 2),
                number(1, 3),
                number(2, 1),
                text(8, "w"),
                Made.bytes((Object[]) more).get());
    }

    private static byte[] node(String type, String domain, byte[]... attributes) {
        return message(
                1,
                text(1, "x"),
                text(4, type),
                text(7, domain),
                Made.bytes((Object[]) attributes).get());
    }

    private static byte[] model(byte[]... graph) {
        return Made.bytes(number(1, 8), text(2, "maker"), message(7, graph), message(8, text(1, ""), number(2, 17)))
                .get();
    }

    static byte[] whole() {
        return model(node("Relu", ""), text(2, "main"), tensor());
    }

    @Test
    void tellsOperatorsOpsetsAndParameters() {
        // when
        Inspection report = report("model.onnx", whole());

        // then
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(Made.facts(report))
                .containsEntry("opsets", "ai.onnx 17")
                .containsEntry("operator.Relu", "1")
                .containsEntry("parameters", "6")
                .containsEntry("producer", "maker");
    }

    /** CVE-2022-25882, CVE-2024-27318, CVE-2024-5187. */
    @ParameterizedTest
    @CsvSource({
        "w.bin, CLEAN",
        "data/w.bin, CLEAN",
        "..w/data..bin, CLEAN",
        "../w.bin, DANGEROUS",
        "data/../../w.bin, DANGEROUS",
        "data\\..\\..\\w.bin, DANGEROUS",
        "/etc/passwd, DANGEROUS",
        "C:/w.bin, DANGEROUS",
        "file:///w, DANGEROUS"
    })
    void whereATensorTakesItsBytesFromIsChecked(String location, InspectionVerdict verdict) {
        // given: once in the graph, once only inside a branch
        byte[] tensor = tensor(external("location", location), number(14, 1));
        byte[] branch = message(5, text(1, "then_branch"), message(6, tensor));

        // when, then
        assertThat(report(model(text(2, "g"), tensor)).getVerdict()).isEqualTo(verdict);
        assertThat(report(model(node("If", "", branch))).getVerdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"offset, -1", "length, 99999999999999999999", "__class__, x"})
    void otherWordsOfExternalDataAreMalformed(String key, String value) {
        // when, then
        assertThat(report(model(text(2, "g"), tensor(external(key, value)))).getVerdict())
                .isEqualTo(InspectionVerdict.MALFORMED);
    }

    @Test
    void anOperatorOfAForeignDomainIsSuspiciousUnlessTheModelDefinesIt() {
        // given
        byte[] foreign = model(node("Magic", "acme"));
        byte[] function = message(25, text(1, "Magic"), message(7, text(4, "Relu")), text(10, "acme"));

        // when, then
        assertThat(Made.rules(report(foreign))).containsExactly("onnx-custom-operator");
        assertThat(report(Made.bytes(foreign, function).get()).getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
    }

    @Test
    void anOperatorThatOnnxsOwnDomainsDoNotHaveIsSuspicious() {
        // when, then
        assertThat(Made.rules(report(model(node("Magic", ""))))).containsExactly("onnx-unknown-operator");
        assertThat(Made.rules(report(model(node("Magic", "ai.onnx.ml"))))).containsExactly("onnx-unknown-operator");
        assertThat(Made.rules(report(model(node("TreeEnsembleRegressor", "ai.onnx.ml")))))
                .isEmpty();
        assertThat(Made.rules(report(model(node("FusedGemm", "com.microsoft")))))
                .isEmpty();
    }

    @Test
    void aCutModelIsMalformed() {
        // given
        byte[] file = whole();

        // when
        Inspection report = report(java.util.Arrays.copyOf(file, file.length - 9));

        // then
        assertThat(report.getFormat()).isEqualTo("onnx");
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.MALFORMED);
    }
}
