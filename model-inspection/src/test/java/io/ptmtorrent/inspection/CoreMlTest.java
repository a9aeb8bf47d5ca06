package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.report;
import static io.ptmtorrent.inspection.Made.rules;
import static io.ptmtorrent.inspection.OnnxTest.message;
import static io.ptmtorrent.inspection.OnnxTest.number;
import static io.ptmtorrent.inspection.OnnxTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages of coremltools' {@code Model.proto}, {@code NeuralNetwork.proto} and {@code MIL.proto}. */
class CoreMlTest {
    private static byte[] description(byte[]... more) {
        byte[] metadata = message(
                100,
                text(3, "An author"),
                text(4, "MIT"),
                Made.bytes((Object[]) more).get());
        return message(2, message(1, text(1, "image")), message(10, text(1, "label")), metadata);
    }

    private static byte[] model(byte[] kind) {
        return Made.bytes(number(1, 5), description(), kind).get();
    }

    private static byte[] layer(int field, byte[]... inside) {
        return message(1, text(1, "name"), message(field, inside));
    }

    static byte[] whole() {
        return model(message(500, layer(100), layer(175)));
    }

    @Test
    void tellsKindLayersAndWordsAboutItself() {
        // when
        Inspection report = report("model.mlmodel", whole());

        // then
        assertThat(report.getFormat()).isEqualTo("coreml");
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(Made.facts(report))
                .containsEntry("specification-version", "5")
                .containsEntry("kind", "neural-network")
                .containsEntry("layers", "2")
                .containsEntry("layer.convolution", "1")
                .containsEntry("author", "An author")
                .containsKeys("input.image", "output.label");
    }

    @Test
    void aCustomLayerOrModelIsNativeCodeAtAnyDepth() {
        // given
        byte[] custom = layer(500, text(10, "Magic"));
        byte[] branch = layer(605, message(1, custom));
        byte[] loop = layer(615, number(1, 3), text(2, "go"), message(4, custom));

        // when, then
        assertThat(rules(report(model(message(403, custom))))).containsExactly("coreml-custom-class");
        assertThat(rules(report(model(message(500, branch))))).containsExactly("coreml-custom-class");
        assertThat(rules(report(model(message(500, loop))))).containsExactly("coreml-custom-class");
        assertThat(rules(report(model(message(555, text(10, "Magic")))))).containsExactly("coreml-custom-class");
        byte[] pipeline = message(202, message(1, model(message(500, custom))));
        assertThat(rules(report(model(pipeline)))).containsExactly("coreml-custom-class");
    }

    /** @param block what it holds */
    private static byte[] program(byte[] block) {
        byte[] function = message(3, text(1, "CoreML8"), message(2, block));
        return model(message(502, number(1, 1), message(2, text(1, "main"), message(2, function))));
    }

    private static byte[] weights(String file) {
        byte[] value = message(5, text(1, file), number(2, 64));
        byte[] attribute = message(5, text(1, "val"), message(2, value));
        return program(message(3, text(1, "const"), attribute));
    }

    @ParameterizedTest
    @CsvSource({
        "@model_path/weights/weight.bin, CLEAN",
        "@model_path/../../etc/passwd, DANGEROUS",
        "/etc/passwd, DANGEROUS",
        "..\\w.bin, DANGEROUS"
    })
    void whereAProgramTakesItsWeightsFromIsChecked(String file, InspectionVerdict verdict) {
        // when, then
        assertThat(report(weights(file)).getVerdict()).isEqualTo(verdict);
    }

    @Test
    void theOperationsOfAProgramAreCountedInBlocksAtAnyDepth() {
        // given
        byte[] inner = message(4, message(3, text(1, "custom_layer")));
        byte[] outer = message(3, text(1, "cond"), inner);

        // when
        Inspection report = report(program(outer));

        // then
        assertThat(Made.facts(report)).containsEntry("operator.cond", "1").containsEntry("operator.custom_layer", "1");
        assertThat(rules(report)).containsExactly("coreml-custom-class");
    }

    @Test
    void aLinkedModelIsToldAndOneOutsideIsDangerous() {
        // given
        byte[] inside = message(1, message(1, text(1, "Other.mlmodelc")), message(2, text(1, "")));
        byte[] outside = message(1, message(1, text(1, "Other.mlmodelc")), message(2, text(1, ".:/private")));

        // when, then
        assertThat(rules(report(model(message(556, inside))))).containsExactly("coreml-linked-model");
        assertThat(report(model(message(556, outside))).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    @Test
    void codeInWordsIsTold() {
        // given
        byte[] own = message(100, text(1, "note"), text(2, "import os; os.system('id')"));

        // when
        Inspection report =
                report(Made.bytes(number(1, 5), description(own), message(900)).get());

        // then
        assertThat(rules(report)).containsExactly("metadata-code");
    }

    @Test
    void aCutModelIsMalformed() {
        // given
        byte[] file = whole();

        // when, then
        assertThat(report(Arrays.copyOf(file, file.length - 3)).getVerdict()).isEqualTo(InspectionVerdict.MALFORMED);
    }
}
