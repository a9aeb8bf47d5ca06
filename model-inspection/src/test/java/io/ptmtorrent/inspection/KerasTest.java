package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.little;
import static io.ptmtorrent.inspection.Made.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerasTest {
    private static final long NONE = -1;

    private static byte[] u16(int value) {
        return little(2).putShort(0, (short) value).array();
    }

    private static byte[] u32(int value) {
        return little(4).putInt(0, value).array();
    }

    private static byte[] message(int type, byte[] content) {
        return Made.bytes(type, u16(content.length), 0, content).get();
    }

    /** An HDF5 file of superblock version 2, whose root group has these messages. */
    static byte[] hdf5(byte[]... messages) {
        byte[] all = Made.bytes((Object[]) messages).get();
        byte[] header = Made.bytes("OHDR", 2, 1, u16(all.length), all, u32(0)).get();
        return Made.bytes(0x89, "HDF\r\n", 0x1a, "\n", 2, 8, 8, 0, 0L, NONE, 48L + header.length, 48L, u32(0), header)
                .get();
    }

    /** An attribute of version 3 that is a text of fixed length. */
    private static byte[] attribute(String name, String value) {
        byte[] called = (name + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        byte[] type = Made.bytes(0x13, 0, 0, 0, u32(text.length)).get();
        byte[] space = {2, 0, 0, 0};
        return message(
                0x0c,
                Made.bytes(3, 0, u16(called.length), u16(type.length), u16(space.length), 0, called, type, space, text)
                        .get());
    }

    static byte[] sample() {
        return hdf5(attribute("model_config", layer("Dense", "keras.layers")), externalLink("a", "b"));
    }

    private static byte[] externalLink(String file, String object) {
        byte[] value = Made.bytes(0, file, 0, object, 0).get();
        return message(6, Made.bytes(1, 8, 64, 1, "x", u16(value.length), value).get());
    }

    private static String layer(String type, String module) {
        String own = module.isEmpty() ? "" : "\"module\": \"" + module + "\", ";
        return "{\"class_name\": \"Sequential\", \"config\": {\"layers\": [{" + own + "\"class_name\": \"" + type
                + "\", \"config\": {\"units\": 3}}]}}";
    }

    /** CVE-2024-3660, CVE-2025-1550, CVE-2025-8747, CVE-2025-9906. */
    @ParameterizedTest
    @CsvSource({
        "Dense, keras.layers, CLEAN",
        "Dense, keras.src.layers.core.dense, CLEAN",
        "Dense, '', CLEAN",
        "function, builtins, CLEAN",
        "Lambda, keras.layers, DANGEROUS",
        "Lambda, '', DANGEROUS",
        "system, os, DANGEROUS",
        "eval, builtins, DANGEROUS",
        "get_file, keras.utils, DANGEROUS",
        "enable_unsafe_deserialization, keras.config, DANGEROUS",
        "load_model, keras.models, DANGEROUS",
        "Layer, acme.layers, SUSPICIOUS"
    })
    void settingsAreJudgedByTheClassesTheyName(String type, String module, InspectionVerdict verdict) {
        // given
        byte[] json = layer(type, module).getBytes(StandardCharsets.UTF_8);
        byte[] zip =
                Made.zip(Made.entries("metadata.json", "{}".getBytes(StandardCharsets.UTF_8), "config.json", json));

        // when
        Inspection zipped = report("model.keras", zip);
        Inspection hdf5 = report("model.h5", hdf5(attribute("model_config", layer(type, module))));

        // then
        assertThat(zipped.getVerdict()).as(zipped.toString()).isEqualTo(verdict);
        assertThat(zipped.getFormat()).isEqualTo("keras-zip");
        assertThat(hdf5.getVerdict()).as(hdf5.toString()).isEqualTo(verdict);
        assertThat(hdf5.getFormat()).isEqualTo("hdf5-keras");
    }

    /** CVE-2025-12058. */
    @Test
    void aVocabularyThatIsAPathIsDangerous() {
        // given
        String json = "{\"class_name\": \"StringLookup\", \"config\": {\"vocabulary\": \"/etc/passwd\"}}";

        // when, then
        assertThat(Made.rules(report(hdf5(attribute("model_config", json))))).containsExactly("keras-reads-file");
    }

    /** CVE-2026-1669. */
    @Test
    void linksIntoOtherFilesAreDangerous() {
        // when
        Inspection report = report(hdf5(externalLink("/etc/passwd", "/x")));

        // then
        assertThat(Made.rules(report)).containsExactly("hdf5-external");
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    @Test
    void dataInOtherFilesAreDangerous() {
        // when, then
        assertThat(Made.rules(report(hdf5(message(7, new byte[16]))))).containsExactly("hdf5-external");
    }

    @Test
    void aCutFileIsMalformedAndALongerOneIsTold() {
        // given
        byte[] file = hdf5(attribute("backend", "tensorflow"));

        // when, then
        assertThat(report(file).getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(Made.facts(report(file))).containsEntry("backend", "tensorflow");
        assertThat(report(java.util.Arrays.copyOf(file, file.length - 20)).getVerdict())
                .isEqualTo(InspectionVerdict.MALFORMED);
        assertThat(Made.rules(report(Made.bytes(file, "more").get()))).containsExactly("trailing-bytes");
    }
}
