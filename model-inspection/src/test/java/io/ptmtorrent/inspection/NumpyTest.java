package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.InspectionVerdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumpyTest {
    static byte[] npy(String header, byte[] data) {
        String padded = header + "\n";
        return Made.bytes(0x93, "NUMPY", 1, 0, padded.length(), 0, padded, data).get();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "plain => {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } => 24 => CLEAN",
                "no dimension => {'descr': '<f8', 'fortran_order': False, 'shape': (), } => 8 => CLEAN",
                "text => {'descr': '<U3', 'fortran_order': False, 'shape': (2,), } => 24 => CLEAN",
                "fields => {'descr': [('a', '<i4'), ('b', '|u1', (3,))], 'fortran_order': False, 'shape': (2,), } => 14 => CLEAN",
                "cut => {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } => 23 => MALFORMED",
                "more => {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } => 25 => MALFORMED",
                "overflow => {'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4), } => 8 => MALFORMED",
                "code => {'descr': exec('1'), 'fortran_order': False, 'shape': (2, 3), } => 8 => MALFORMED",
                "more keys => {'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1} => 4 => MALFORMED"
            })
    void theHeaderSaysHowManyBytesFollow(String what, String header, int data, InspectionVerdict verdict) {
        // when, then
        assertThat(report("a.npy", npy(header, new byte[data])).getVerdict())
                .as(what)
                .isEqualTo(verdict);
    }

    /** CVE-2019-6446: an array of objects is a pickle. */
    @Test
    void objectsAreAPickle() {
        // given
        String header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }";

        // when, then
        assertThat(report(npy(header, Made.call("os", "system", "id"))).getVerdict())
                .isEqualTo(InspectionVerdict.DANGEROUS);
        assertThat(report(npy(header, Made.pickle("N"))).getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(report(npy(
                                "{'descr': [('a', '|O')], 'fortran_order': False, 'shape': (1,), }",
                                Made.call("os", "system", "id")))
                        .getVerdict())
                .isEqualTo(InspectionVerdict.DANGEROUS);
    }
}
