package io.ptmtorrent.local.letgo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.sink.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which digests are kept: all that are marked, and next to none else. */
class MarksTest {
    private static final int MARKED = 20_000;

    @Test
    void forgetsNoneThatWasMarkedAndTakesHardlyAnyOtherForOne() {
        // given
        Marks marks = new Marks(7);

        // when
        IntStream.range(0, MARKED).mapToObj(MarksTest::digest).forEach(marks::add);

        // then
        assertThat(IntStream.range(0, MARKED).mapToObj(MarksTest::digest)).allMatch(marks::has);
        assertThat(IntStream.range(MARKED, 2 * MARKED).mapToObj(MarksTest::digest))
                .filteredOn(marks::has)
                .hasSizeLessThan(5);
    }

    private static String digest(int number) {
        return Sha256.of(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
    }
}
