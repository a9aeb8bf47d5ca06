package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.report;
import static io.ptmtorrent.inspection.Made.rules;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFinding;
import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.avro.InspectionVerdict;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Python that comes with a model, settings that ask for it, and YAML that makes objects. */
class RemoteCodeTest {
    private static Inspection python(String text) {
        return report("modeling_x.py", text.getBytes(UTF_8));
    }

    private static List<String> calls(String text) {
        return python(text).getFindings().stream()
                .filter(it -> it.getRule().equals("code-of-interest"))
                .map(InspectionFinding::getDetail)
                .toList();
    }

    @Test
    void aSourceIsListedWithItsHashAndImports() {
        // when
        Inspection report = python("import torch.nn as nn\nfrom .configuration_x import XConfig\n");

        // then: the hash is sha256sum's
        assertThat(report.getFlags()).containsExactly(InspectionFlag.REQUIRES_REMOTE_CODE);
        assertThat(rules(report)).containsExactly("remote-code");
        assertThat(Made.facts(report))
                .containsEntry("python.modeling_x.py.imports", "torch.nn")
                .containsEntry(
                        "python.modeling_x.py.sha256",
                        "cac8c0b4b544f80cbe0a1a9fc8b678d144015284eff91fcc892eb7a03734aab4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import os\nos.system('id')",
                "import os as o\nx = o.system ('id')",
                "from os import (\n  path,\n  system as run)\nrun('id')",
                "import json, os; os.system('id')",
                "def f():\n    from os import system; system(rb'x')"
            })
    void aCallIsFoundUnderWhateverNameItWasImported(String text) {
        // when, then
        assertThat(calls(text)).singleElement().asString().startsWith("operator os.system");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# os.system('id')",
                "'''\nimport os\nos.system('id')\n'''",
                "x = 'eval(1)'",
                "model.eval()\nself.compile(x)",
                "def system(x):\n  pass\nsystem('id')"
            })
    void wordsInTextsAndMethodsOfOtherNamesAreNoCalls(String text) {
        // when, then
        assertThat(calls(text)).isEmpty();
    }

    @Test
    void whatRunsTextReachesNetworksAndLoadsPicklesIsOfInterest() {
        // when, then
        assertThat(calls("exec(x)\nimport requests\nrequests.get(u)\nimport torch\ntorch.load(p)"))
                .hasSize(3);
    }

    @Test
    void classesOfAutoMapAreListedAndThoseOfAnotherRepositoryTold() {
        // given
        String config = """
                {"auto_map": {"AutoModel": "modeling_x.XModel", "AutoConfig": "acme/base--configuration_x.XConfig",
                 "AutoTokenizer": ["tokenization_x.XTokenizer", null]}, "model_type": "x"}""";

        // when
        Inspection report = report("config.json", config.getBytes(UTF_8));

        // then
        assertThat(rules(report)).containsExactlyInAnyOrder("remote-code", "other-repository-code");
        assertThat(Made.facts(report))
                .containsEntry("auto-map.AutoModel", "modeling_x.XModel")
                .containsEntry("auto-map.AutoTokenizer", "tokenization_x.XTokenizer")
                .doesNotContainKey("auto-map.model_type");
    }

    /** CVE-2017-18342. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: !!python/object/apply:os.system ['id']",
                "%TAG !p! tag:yaml.org,2002:python/\n---\na: !p!object/new:os.system [id]",
                "- !<tag:yaml.org,2002:python/name:os.system> ''"
            })
    void yamlThatMakesPythonObjectsIsDangerous(String text) {
        // when, then
        assertThat(rules(report("config.yaml", text.getBytes(UTF_8)))).contains("yaml-python-tag");
    }

    /** CVE-2025-23304: NeMo calls what its settings name. */
    @Test
    void whatTheSettingsOfNemoCallIsJudged() throws IOException {
        // given
        String good = "encoder:\n  _target_: nemo.collections.asr.modules.ConformerEncoder\n  feat_in: 80\n";
        String bad = "encoder:\n  _target_: os.system\n  command: id\n";

        // when
        Inspection report = report("model.nemo", OtherFormatsTest.tar("model_config.yaml", good.getBytes(UTF_8)));

        // then
        assertThat(report.getFormat()).isEqualTo("nemo");
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(report(OtherFormatsTest.tar("./model_config.yaml", bad.getBytes(UTF_8)))
                        .getVerdict())
                .isEqualTo(InspectionVerdict.DANGEROUS);
        assertThat(report("x.json", "{\"a\": {\"_target_\": \"os.system\"}}".getBytes(UTF_8))
                        .getVerdict())
                .isEqualTo(InspectionVerdict.DANGEROUS);
    }
}
