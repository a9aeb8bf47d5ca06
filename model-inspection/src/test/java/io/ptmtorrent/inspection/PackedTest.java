package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.report;
import static io.ptmtorrent.inspection.Made.rules;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/** Compressed streams and 7z. */
class PackedTest {
    private static final byte[] BAD = Made.call("os", "system", "id");
    private static final byte[] GOOD = Made.pickle("N");

    private interface Packer {
        OutputStream over(OutputStream file) throws IOException;
    }

    static byte[] packed(String kind, byte[] content) throws IOException {
        Packer packer = switch (kind) {
            case "gzip" -> GZIPOutputStream::new;
            case "bzip2" -> BZip2CompressorOutputStream::new;
            case "lz4" -> FramedLZ4CompressorOutputStream::new;
            case "zstd" -> ZstdOutputStream::new;
            case "lzma" -> file -> new LZMAOutputStream(file, new LZMA2Options(3), -1);
            default -> file -> new XZOutputStream(file, new LZMA2Options(3));
        };
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = packer.over(file)) {
            out.write(content);
        }
        return file.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "bzip2", "xz", "lzma", "lz4", "zstd"})
    void compressedStreamsAreOpened(String kind) throws IOException {
        // given
        byte[] file = packed(kind, BAD);

        // when, then
        assertThat(report(file).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
        assertThat(report(file).getFormat()).isEqualTo(kind);
        assertThat(report(packed(kind, GOOD)).getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(report(Arrays.copyOf(file, file.length - 5)).getVerdict()).isNotEqualTo(InspectionVerdict.CLEAN);
    }

    /** Python's readers go on with the next stream; one that stops at the first sees another file. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "bzip2", "xz", "lzma", "lz4", "zstd"})
    void aSecondStreamIsNeverPassedOver(String kind) throws IOException {
        // when
        Inspection report =
                report(Made.bytes(packed(kind, GOOD), packed(kind, BAD)).get());

        // then
        assertThat(report.getVerdict()).as(report.toString()).isGreaterThanOrEqualTo(InspectionVerdict.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xz", "zstd"})
    void whatUnpacksToFarMoreThanItsSizeIsUnscannable(String kind) throws IOException {
        // given
        byte[] bomb = packed(kind, new byte[80 << 20]);

        // when, then
        assertThat(rules(report(bomb))).containsExactly("limit");
    }

    @Test
    void aWindowLargerThanOursIsUnscannable() throws IOException {
        // given: 128 MiB
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(file).setLong(27)) {
            out.write(BAD);
        }

        // when, then
        assertThat(rules(report(file.toByteArray()))).containsExactly("limit");
    }

    static byte[] sevenZip(String name, byte[] content) throws IOException {
        try (SeekableInMemoryByteChannel file = new SeekableInMemoryByteChannel()) {
            try (SevenZOutputFile archive = new SevenZOutputFile(file)) {
                SevenZArchiveEntry first = new SevenZArchiveEntry();
                first.setName("first.pkl");
                archive.putArchiveEntry(first);
                archive.write(GOOD);
                archive.closeArchiveEntry();
                SevenZArchiveEntry entry = new SevenZArchiveEntry();
                entry.setName(name);
                archive.putArchiveEntry(entry);
                archive.write(content);
                archive.closeArchiveEntry();
            }
            return Arrays.copyOf(file.array(), (int) file.size());
        }
    }

    @ParameterizedTest
    @CsvSource({"model.pkl, pickle-dangerous-global", "../model.pkl, archive-path-escape"})
    void a7zIsReadEntryByEntry(String name, String rule) throws IOException {
        // given
        byte[] file = sevenZip(name, BAD);

        // when
        Inspection report = report(file);

        // then
        assertThat(report.getFormat()).isEqualTo("7z");
        assertThat(rules(report)).contains(rule);
        assertThat(report(sevenZip("model.pkl", GOOD)).getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(report(Arrays.copyOf(file, file.length - 9)).getVerdict()).isEqualTo(InspectionVerdict.MALFORMED);
    }

    @Test
    void anEntryOf7zThatIsTooLargeToHoldIsUnscannable() throws IOException {
        // when, then
        assertThat(report(sevenZip("model.bin", new byte[9 << 20])).getVerdict())
                .isEqualTo(InspectionVerdict.UNSCANNABLE);
    }

    @Test
    void rarIsNamedAndUnscannable() {
        // given
        byte[] rar = Made.bytes("Rar!", 0x1a, 7, 1, 0, new byte[40]).get();

        // when
        Inspection report = report("model.rar", rar);

        // then
        assertThat(report.getFormat()).isEqualTo("rar");
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.UNSCANNABLE);
    }
}
