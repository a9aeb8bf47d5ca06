package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.blob;
import static io.ptmtorrent.inspection.Made.call;
import static io.ptmtorrent.inspection.Made.pickle;
import static io.ptmtorrent.inspection.Made.report;
import static io.ptmtorrent.inspection.Made.rules;
import static io.ptmtorrent.inspection.Made.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PickleTest {
    private static Arguments way(String way, Object... opcodes) {
        return Arguments.of(way, Made.bytes(opcodes).get());
    }

    /** Every way of pickle to name a function and call it. */
    static Stream<Arguments> waysToCall() {
        return Stream.of(
                way("GLOBAL and REDUCE", 0x80, 2, "cos\nsystem\n(X", 2, 0, 0, 0, "idtR."),
                way("INST", "(S'id'\nios\nsystem\n."),
                way("OBJ", 0x80, 2, "(cos\nsystem\nX", 2, 0, 0, 0, "ido."),
                way("NEWOBJ", 0x80, 2, "cos\nsystem\n)", 0x81, "."),
                way("NEWOBJ_EX", 0x80, 4, text("os"), text("system"), 0x93, ")}", 0x92, "."),
                way("STACK_GLOBAL", 0x80, 4, text("os"), text("system"), 0x93, text("id"), 0x85, "R."),
                way(
                        "names from the memo",
                        0x80,
                        4,
                        text("os"),
                        0x94,
                        "0",
                        text("system"),
                        0x94,
                        "0h",
                        0,
                        "h",
                        1,
                        0x93,
                        text("id"),
                        0x85,
                        "R."),
                way("names by DUP and POP", 0x80, 4, text("os"), "20", text("system"), 0x93, text("id"), 0x85, "R."),
                way("popped result", 0x80, 4, "cos\nsystem\n", text("id"), 0x85, "R0N."),
                way("popped by POP_MARK", 0x80, 4, "(cos\nsystem\n", text("id"), 0x85, "R1N."),
                way("second pickle", 0x80, 2, "N.", 0x80, 2, "cos\nsystem\n)R."),
                way("after the stream breaks", 0x80, 4, "cos\nsystem\n", text("id"), 0x85, "R", 0xff),
                way("escaped name", 0x80, 2, "V\\u006fs\nVsystem\n", 0x93, text("id"), 0x85, "R."),
                way("octal escape", 0x80, 2, "S'\\157s'\nS'system'\n", 0x93, text("id"), 0x85, "R."),
                way("nt", 0x80, 2, "cnt\nsystem\n)R."),
                way("Python 2 name", 0x80, 2, "ccommands\ngetoutput\n)R."),
                way("dotted", 0x80, 4, text("shutil"), text("os.system"), 0x93, ")R."),
                way(
                        "dotted through an allowed module",
                        0x80,
                        4,
                        text("numpy"),
                        text("f2py.crackfortran.getlincoef"),
                        0x93,
                        ")R."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToCall")
    void noWayToCallAFunctionIsMissed(String way, byte[] file) {
        // when
        Inspection report = report(file);

        // then
        assertThat(report.getVerdict()).as(way + " " + report).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    /** CVE-2025-1716 (pip.main), CVE-2025-10155 to -10157, and the advisories of scanners that went by a list of bad names. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "pip, main, DANGEROUS",
        "asyncio.unix_events, _UnixSubprocessTransport._start, DANGEROUS",
        "idlelib.run, Executive.runcode, DANGEROUS",
        "code, InteractiveInterpreter.runcode, DANGEROUS",
        "numpy.f2py.crackfortran, param_eval, DANGEROUS",
        "torch.utils.collect_env, run, DANGEROUS",
        "torch.storage, _load_from_bytes, DANGEROUS",
        "ctypes, CDLL, DANGEROUS",
        "functools, reduce, DANGEROUS",
        "calendar, TextCalendar, DANGEROUS",
        "some.package, thing, SUSPICIOUS",
        "builtins, print, SUSPICIOUS",
        "collections, OrderedDict, CLEAN",
        "numpy.core.multiarray, scalar, CLEAN",
        "sklearn.linear_model._logistic, LogisticRegression, CLEAN",
        "sklearn.linear_model._logistic, LogisticRegression.fit, SUSPICIOUS",
        "torch.nn.modules.linear, Linear, CLEAN"
    })
    void aListOfWhatIsAllowedDecides(String module, String name, InspectionVerdict verdict) {
        // when
        Inspection report = report(call(module, name, "x"));

        // then
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(verdict);
        assertThat(Made.globals(report)).containsExactly(module + " " + name);
    }

    @Test
    void getattrLeadsToTheNameThatCounts() {
        // given
        byte[] benign = pickle("cbuiltins\ngetattr\n(ccollections\nOrderedDict\n", text("fromkeys"), "tR");
        byte[] bad =
                pickle("cbuiltins\ngetattr\n(cimportlib\nimport_module\n", text("os"), 0x85, "R", text("system"), "tR");

        // when, then
        assertThat(Made.globals(report(benign))).contains("collections OrderedDict.fromkeys");
        assertThat(report(benign).getVerdict()).isEqualTo(InspectionVerdict.SUSPICIOUS);
        assertThat(Made.globals(report(bad))).contains("os system");
        assertThat(report(bad).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    @Test
    void partialAndRebuildCallWhatTheyAreGiven() {
        // given
        byte[] partial = pickle("cfunctools\npartial\nccalendar\nsetfirstweekday\n", 0x85, "R)R");
        byte[] rebuild = pickle("ctorch._tensor\n_rebuild_from_type_v2\n(cshlex\nquote\nctorch\nTensor\n)NtR");

        // when, then
        assertThat(rules(report(partial))).contains("pickle-standard-library-call");
        assertThat(rules(report(rebuild))).contains("pickle-standard-library-call");
    }

    @Test
    void stateOnAnImportedModuleIsDangerous() {
        // given: sets an attribute of a function that later streams use
        byte[] file = pickle("ctorch._utils\n_rebuild_tensor\n}", text("x"), text("y"), "sb");

        // when
        Inspection report = report(file);

        // then
        assertThat(rules(report)).contains("pickle-patches-import");
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    @Test
    void aNameThatIsComputedIsDangerous() {
        // given
        byte[] file = pickle("ccollections\nCounter\n)R", text("system"), 0x93, ")R");

        // when, then
        assertThat(rules(report(file))).contains("pickle-computed-name");
    }

    /** A payload inside a string, in the ways that were seen. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"raw", "base64", "hex", "zlib", "latin1", "base64 of zlib"})
    void payloadsInStringsAreLookedInto(String way) throws IOException {
        // given
        byte[] payload = call("os", "system", "id");
        byte[] hidden = switch (way) {
            case "raw" -> blob(payload);
            case "base64" -> text(Base64.getEncoder().encodeToString(payload));
            case "hex" -> text(HexFormat.of().formatHex(payload));
            case "zlib" -> blob(zlib(payload));
            case "latin1" -> text(new String(payload, StandardCharsets.ISO_8859_1));
            default -> text(Base64.getEncoder().encodeToString(zlib(payload)));
        };

        // when
        Inspection report = report(pickle("}", text("weights"), hidden, "s"));

        // then
        assertThat(rules(report)).contains("pickle-nested");
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    private static byte[] zlib(byte[] raw) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(raw);
        }
        return packed.toByteArray();
    }

    @Test
    void numbersThatBeginLikeAPickleAreNone() {
        // given
        byte[] numbers = new byte[64];
        numbers[0] = (byte) 0x80;
        numbers[1] = 4;

        // when
        Inspection report = report(pickle(blob(numbers)));

        // then
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"reaches beyond, 3, pickle-frame", "ends before the stream, 200, pickle-frame", "right, 5, ''"})
    void framesAreCheckedAgainstTheStream(String what, long length, String rule) {
        // given: a frame and in it an empty dict, a short text and the stop
        byte[] file = Made.bytes(0x80, 4, 0x95, length, text("xy"), ".").get();

        // when
        List<String> rules = rules(report(file));

        // then
        assertThat(rules).as(what).isEqualTo(rule.isEmpty() ? List.of() : List.of(rule));
    }

    @Test
    void bytesAfterTheLastPickleAreTold() {
        // when
        Inspection report = report(Made.bytes(pickle("N"), 0xff, 0xfe, "PNG").get());

        // then
        assertThat(rules(report)).containsExactly("pickle-trailing-bytes");
    }

    @Test
    void aBombOfTuplesNeitherHangsNorFillsMemory() {
        // given: each tuple holds the one before twice, a million times
        Made file = Made.bytes(0x80, 4, ")");
        for (int level = 0; level < 1_000_000; level++) {
            file.add("2", 0x86);
        }

        // when, then
        assertThat(report(file.add(".").get()).getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
    }

    @Test
    void tooManyMarksAreOverALimit() {
        // when
        Inspection report =
                report(Made.bytes(0x80, 4, "(".repeat(2_000_000), "N.").get());

        // then
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.UNSCANNABLE);
    }

    @Test
    void torchsOldFormatIsAccountedForToTheLastByte() {
        // given
        byte[] file = PickleSamples.legacyTorch();

        // when
        Inspection whole = report(file);
        Inspection cut = report(java.util.Arrays.copyOf(file, file.length - 1));

        // then
        assertThat(whole.getVerdict()).as(whole.toString()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(whole.getFormat()).isEqualTo("torch-legacy");
        assertThat(Made.facts(whole)).containsEntry("parameters", "2").containsEntry("weights-only-loadable", "true");
        assertThat(cut.getVerdict()).isEqualTo(InspectionVerdict.MALFORMED);
    }

    @Test
    void joblibsArraysAreSkippedInsideTheStream() {
        // when
        Inspection report = report(PickleSamples.joblib());

        // then
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(report.getFormat()).isEqualTo("joblib");
    }

    @Test
    void textIsNoPickle() {
        // when
        Inspection report = report("# class Foo\ncollections are nice\n".getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(report.getFormat()).isNotEqualTo("pickle");
        assertThat(Map.copyOf(Made.facts(report))).isEmpty();
    }
}
