package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.report;
import static io.ptmtorrent.inspection.Made.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.avro.InspectionVerdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where two readers of zip would see different files (CVE-2025-1944, CVE-2025-1945, CVE-2025-10156 and their like). */
class ZipTest {
    private static final byte[] BAD = Made.call("os", "system", "id");
    private static final byte[] GOOD = Made.pickle("N");

    /** A stored entry of a name, with what its headers say. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(String name, String localName, byte[] data, int flags, int crc) {
        static Entry of(String name, byte[] data) {
            CRC32 crc = new CRC32();
            crc.update(data);
            return new Entry(name, name, data, 0, (int) crc.getValue());
        }

        byte[] local() {
            return header(0x04034b50, 30, localName, 0);
        }

        byte[] central(int offset) {
            return header(0x02014b50, 46, name, offset);
        }

        private byte[] header(int signature, int size, String called, int offset) {
            byte[] text = called.getBytes(StandardCharsets.UTF_8);
            ByteBuffer out = ByteBuffer.allocate(size + text.length).order(ByteOrder.LITTLE_ENDIAN);
            int shift = size == 46 ? 2 : 0;
            out.putInt(0, signature);
            out.putShort(6 + shift, (short) flags);
            out.putInt(14 + shift, crc);
            out.putInt(18 + shift, data.length);
            out.putInt(22 + shift, data.length);
            out.putShort(26 + shift, (short) text.length);
            if (size == 46) {
                out.putInt(42, offset);
            }
            return out.put(size, text).array();
        }
    }

    private static byte[] zip(Entry... entries) {
        return zip(new byte[0], entries, entries);
    }

    private static byte[] zip(byte[] prefix, Entry[] there, Entry[] listed) {
        Made file = Made.bytes(prefix);
        Made directory = Made.bytes();
        int at = prefix.length;
        for (Entry entry : there) {
            file.add(entry.local(), entry.data());
            for (Entry it : listed) {
                if (it.equals(entry)) {
                    directory.add(entry.central(at));
                }
            }
            at += entry.local().length + entry.data().length;
        }
        byte[] central = directory.get();
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0, 0x06054b50);
        end.putShort(8, (short) listed.length);
        end.putShort(10, (short) listed.length);
        end.putInt(12, central.length);
        end.putInt(16, at);
        return file.add(central, end.array()).get();
    }

    @Test
    void aPlainZipOfAPlainPickleIsClean() {
        // when
        Inspection report = report(zip(Entry.of("a.pkl", GOOD), Entry.of("b.pkl", GOOD)));

        // then
        assertThat(report.getVerdict()).as(report.toString()).isEqualTo(InspectionVerdict.CLEAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x20, 0x40, 0x2000})
    void aFlagThatLiesHidesNothing(int flag) {
        // given
        Entry honest = Entry.of("data.pkl", BAD);
        Entry lying = new Entry("data.pkl", "data.pkl", BAD, flag, honest.crc());

        // when
        Inspection report = report(zip(lying));

        // then
        assertThat(rules(report)).contains("zip-flag-lie", "pickle-dangerous-global");
        assertThat(report.getFlags()).contains(InspectionFlag.AMBIGUOUS_STRUCTURE);
    }

    @Test
    void whatIsReallyEncryptedIsUnscannable() {
        // when
        Inspection report = report(zip(new Entry("data.pkl", "data.pkl", new byte[40], 1, 77)));

        // then
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.UNSCANNABLE);
    }

    @Test
    void aWrongCrcHidesNothing() {
        // when
        Inspection report = report(zip(new Entry("data.pkl", "data.pkl", BAD, 0, 77)));

        // then
        assertThat(rules(report)).contains("zip-crc", "pickle-dangerous-global");
    }

    @Test
    void anEntryThatIsThereTwiceIsReadTwice() {
        // when
        Inspection report = report(zip(Entry.of("data.pkl", BAD), Entry.of("data.pkl", GOOD)));

        // then
        assertThat(rules(report)).contains("zip-duplicate-entry", "pickle-dangerous-global");
    }

    @Test
    void anotherNameInTheLocalHeaderIsTold() {
        // given
        Entry entry = Entry.of("config.json", BAD);

        // when
        Inspection report = report(zip(new Entry("config.json", "data.pkl", BAD, 0, entry.crc())));

        // then
        assertThat(rules(report)).contains("zip-headers-differ", "pickle-dangerous-global");
    }

    @Test
    void anEntryThatTheDirectoryLeavesOutIsFound() {
        // given
        Entry listed = Entry.of("good.pkl", GOOD);

        // when
        Inspection report =
                report(zip(new byte[0], new Entry[] {Entry.of("bad.pkl", BAD), listed}, new Entry[] {listed}));

        // then
        assertThat(rules(report)).contains("zip-hidden-entry", "pickle-dangerous-global");
    }

    @Test
    void bytesBeforeAndBehindAreTold() {
        // given
        Entry[] entries = {Entry.of("good.pkl", GOOD)};

        // when, then: both readers look into the polyglot
        assertThat(rules(report(zip(BAD, entries, entries)))).contains("zip-outside-bytes", "pickle-dangerous-global");
        assertThat(rules(report(Made.bytes(zip(entries), "tail").get()))).contains("zip-outside-bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "C:\\evil", "..\\evil", "\\\\host\\evil"})
    void namesThatLeadOutsideAreDangerous(String name) {
        // when, then
        assertThat(report(zip(Entry.of(name, GOOD))).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    @Test
    void aBombIsOverALimit() {
        // given: 1.5 GB of zeros, in 1.5 MB
        byte[] bomb = Made.zip(Map.of("a.pkl", new byte[50_000_000]));
        byte[] twice = Made.zip(Made.entries("b.zip", bomb, "c.zip", bomb));
        byte[] thrice = twice;
        for (int times = 0; times < 3; times++) {
            thrice = Made.zip(Made.entries("b.zip", thrice, "c.zip", thrice));
        }

        // when, then
        assertThat(report(thrice).getVerdict()).isEqualTo(InspectionVerdict.UNSCANNABLE);
    }

    @Test
    void torchsOwnLayoutIsKnown() {
        // given
        byte[] pickle = PickleSamples.tensor();

        // when
        Inspection whole = report(
                "m.pt",
                zip(
                        Entry.of("m/data.pkl", pickle),
                        Entry.of("m/data/0", new byte[8]),
                        Entry.of("m/version", new byte[] {'3'})));
        Inspection missing = report("m.pt", zip(Entry.of("m/data.pkl", pickle)));

        // then
        assertThat(whole.getVerdict()).as(whole.toString()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(whole.getFormat()).isEqualTo("torch-zip");
        assertThat(Made.facts(whole))
                .containsEntry("parameters", "2")
                .containsEntry("dtype.float32", "2")
                .containsEntry("weights-only-loadable", "true");
        assertThat(rules(missing)).containsExactly("pickle-missing-storage");
    }
}
