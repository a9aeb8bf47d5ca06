package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.sink.store.PartSizes.Range;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartSizesTest {
    private static final long MOST_PARTS = 10_000;
    private static final long FIVE_GIB = 5_368_709_120L;
    private static final long LEAST_OF_S3 = 5_242_880;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "16777216, 16777216, 1",
        "16777217, 8388608, 3",
        "75497472000, 8388608, 9000",
        "75497472001, 8388609, 9000",
        "500000000000, 55555556, 9000",
        "5000000000000, 555555556, 9000",
        "5497558138880, 610839794, 9000"
    })
    void aKnownSizeIsCutIntoAsManyPartsAsS3Takes(long size, long part, long parts) {
        // when
        List<Long> sizes = new ArrayList<>();
        for (long written = 0; written < size; written += sizes.getLast()) {
            sizes.add(PartSizes.USUAL.next(size, written, sizes.size(), 1L << 40));
        }

        // then
        assertThat(sizes).hasSize((int) parts).startsWith(part);
        assertThat(sizes.subList(0, sizes.size() - 1)).allMatch(it -> it == part && it >= LEAST_OF_S3);
        assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(size);
        assertThat(sizes.getLast()).isBetween(1L, FIVE_GIB);
    }

    @ParameterizedTest
    @CsvSource({"0, 8388608", "999, 8388608", "1000, 16777216", "4500, 134217728", "9999, 134217728"})
    void partsOfAnUnknownSizeGrowUpToTheMemory(int before, long expected) {
        assertThat(PartSizes.USUAL.next(null, 1, before, 128L << 20)).isEqualTo(expected);
    }

    @Test
    void moreThanWasAnnouncedStillFindsRoom() {
        assertThat(PartSizes.USUAL.next(10L, 10, 1, 1L << 30)).isEqualTo(8L << 20);
    }

    @ParameterizedTest
    @CsvSource({"5368709121, 6", "500000000000, 466", "5000000000000, 4657", "5497558138880, 5120"})
    void anObjectAboveOneCopysLimitIsCopiedWholeInPieces(long size, int pieces) {
        // when
        List<Range> ranges = PartSizes.USUAL.copies(size);

        // then
        assertThat(ranges).hasSize(pieces).hasSizeLessThanOrEqualTo((int) MOST_PARTS);
        long end = 0;
        for (Range range : ranges) {
            assertThat(range.from()).isEqualTo(end);
            assertThat(range.to() - range.from()).isBetween(1L, FIVE_GIB);
            end = range.to();
        }
        assertThat(end).isEqualTo(size);
    }

    @Test
    void aRangeNamesItsLastByte() {
        assertThat(new Range(0, 100).header()).isEqualTo("bytes=0-99");
    }

    @ParameterizedTest
    @CsvSource({"1099511627776, 122167959", "75497472000, 8388608"})
    void aPartsSizeSaysWhatMemoryIsNeeded(long size, long part) {
        assertThat(PartSizes.USUAL.of(size)).isEqualTo(part);
    }
}
