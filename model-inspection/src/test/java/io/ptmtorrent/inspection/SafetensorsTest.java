package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    static byte[] file(String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return Made.bytes((long) json.length, json, new byte[data]).get();
    }

    @Test
    void countsTensorsParametersAndTypes() {
        // given
        byte[] file = file(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[24,32]},"
                        + "\"__metadata__\":{\"format\":\"pt\"}}  ",
                32);

        // when
        Inspection report = report("model.safetensors", file);

        // then
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(report.getCoverage()).isEqualTo(file.length);
        assertThat(Made.facts(report))
                .containsEntry("tensors", "2")
                .containsEntry("parameters", "10")
                .containsEntry("dtype.F32", "6")
                .containsEntry("metadata.format", "pt");
    }

    /** The errors of the reference implementation, by name, and what it leaves to the JSON parser. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hole | {\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}} | 3 | InvalidOffset",
                "overlap | {\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}} | 3 | InvalidOffset",
                "size | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,7]}} | 7 | TensorInvalidInfo",
                "overflow | {\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,4],\"data_offsets\":[0,16]}} | 16 | ValidationOverflow",
                "half a byte | {\"a\":{\"dtype\":\"F4\",\"shape\":[1],\"data_offsets\":[0,1]}} | 1 | MisalignedSlice",
                "more data | {\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}} | 3 | MetadataIncompleteBuffer",
                "less data | {\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}} | 1 | MetadataIncompleteBuffer",
                "no such type | {\"a\":{\"dtype\":\"F99\",\"shape\":[2],\"data_offsets\":[0,2]}} | 2 | InvalidHeaderDeserialization",
                "negative | {\"a\":{\"dtype\":\"U8\",\"shape\":[-2],\"data_offsets\":[0,2]}} | 2 | InvalidHeaderDeserialization",
                "missing field | {\"a\":{\"dtype\":\"U8\",\"shape\":[2]}} | 2 | InvalidHeaderDeserialization",
                "metadata no text | {\"__metadata__\":{\"a\":1}} | 0 | InvalidHeaderDeserialization",
                "no JSON | {\"a\" | 0 | InvalidHeaderDeserialization"
            })
    void brokenHeadersAreMalformed(String what, String header, int data, String error) {
        // when
        Inspection report = report(file(header, data));

        // then
        assertThat(report.getVerdict()).as(what).isEqualTo(InspectionVerdict.MALFORMED);
        assertThat(report.getFindings())
                .anySatisfy(it -> assertThat(it.getDetail()).contains(error));
    }

    @Test
    void aKeyThatIsThereTwiceIsMalformedThoughAReaderTakesTheLast() {
        // given
        String tensor = "{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";

        // when
        Inspection report = report(file("{\"a\":" + tensor + ",\"a\":" + tensor + "}", 0));

        // then
        assertThat(Made.rules(report)).containsExactly("json-duplicate-key");
    }

    @Test
    void codeInMetadataIsSuspicious() {
        // when
        Inspection report = report(file("{\"__metadata__\":{\"init\":\"import os; os.system('id')\"}}", 0));

        // then
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.SUSPICIOUS);
    }

    @Test
    void aPickleUnderThisNameContradictsIt() {
        // when
        Inspection report = report("model.safetensors", Made.call("collections", "OrderedDict", "x"));

        // then
        assertThat(Made.rules(report)).containsExactly("name-contradicts");
    }
}
