package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.entries;
import static io.ptmtorrent.inspection.Made.report;
import static io.ptmtorrent.inspection.Made.rules;
import static io.ptmtorrent.inspection.Made.zip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TorchScript and exported programs: code that PyTorch itself runs. */
class TorchProgramTest {
    private static Inspection script(String line) {
        String code = "class M(Module):\n  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    " + line + "\n";
        Map<String, byte[]> files =
                entries("m/data.pkl", Made.pickle("N"), "m/code/__torch__.py", code.getBytes(UTF_8));
        files.put("m/constants.pkl", Made.pickle(")"));
        return report("model.pt", zip(files));
    }

    @ParameterizedTest
    @CsvSource({
        "'return torch.add(x, x)', CLEAN, ''",
        "'return ops.torchvision.nms(x, x, 0.5)', CLEAN, ''",
        "'return ops.acme.magic(x)', SUSPICIOUS, torch-program-operator",
        "'return torch.from_file(\"/etc/passwd\", False, 10)', DANGEROUS, torch-program-file",
        "'torch.save(x, \"/etc/cron.d/x\")', DANGEROUS, torch-program-file"
    })
    void theOperatorsOfAScriptAreJudged(String line, InspectionVerdict verdict, String rule) {
        // when
        Inspection report = script(line);

        // then
        assertThat(report.getFormat()).isEqualTo("torchscript");
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(verdict);
        assertThat(String.join(",", rules(report))).isEqualTo(rule);
    }

    private static Inspection exported(String target) {
        String graph = "{\"graph_module\":{\"graph\":{\"nodes\":[{\"target\":\"" + target
                + "\",\"inputs\":[]}]}},\"torch_version\":\"2.9.0\"}";
        Map<String, byte[]> files =
                entries("m/archive_format", "pt2".getBytes(UTF_8), "m/models/model.json", graph.getBytes(UTF_8));
        files.put("m/data/weights/weight_0", new byte[16]);
        return report("model.pt2", zip(files));
    }

    @ParameterizedTest
    @CsvSource({
        "torch.ops.aten.add.Tensor, CLEAN",
        "torch.ops.aten.from_file.default, DANGEROUS",
        "torch.ops.acme.magic.default, SUSPICIOUS",
        "_operator.add, CLEAN",
        "torch.sym_max, CLEAN",
        "torch.hub.load, DANGEROUS"
    })
    void theTargetsOfAnExportedProgramAreJudged(String target, InspectionVerdict verdict) {
        // when
        Inspection report = exported(target);

        // then
        assertThat(report.getFormat()).isEqualTo("torch-export");
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(verdict);
        assertThat(Made.facts(report)).containsEntry("torch-version", "2.9.0");
    }

    @Test
    void theOlderLayoutIsReadTooAndNativeCodeIsAProgram() {
        // given
        byte[] elf = Made.bytes(0x7f, "ELF", 2, 1, 1, new byte[57]).get();
        byte[] graph = "{\"target\":\"torch.ops.acme.magic.default\"}".getBytes(UTF_8);

        // when, then
        assertThat(rules(report(zip(Map.of("serialized_exported_program.json", graph)))))
                .containsExactly("torch-program-operator");
        assertThat(rules(report(
                        zip(entries("m/archive_format", "pt2".getBytes(UTF_8), "m/data/aotinductor/m/m.so", elf)))))
                .containsExactly("executable");
    }
}
