package io.ptmtorrent.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.http.Bandwidth;
import io.ptmtorrent.http.Rate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneTest {
    @ParameterizedTest
    @CsvSource({
        // cap in all, bytes a second that a file's time is reckoned with: 36 are fetched at once
        ", 5000000",
        "1GB/s, 5000000",
        "36MB/s, 1000000",
        "36kB/s, 1000",
        "1B/s, 1",
    })
    void aFileThatIsSlowByOurOwnCapIsNotLate(@Nullable String cap, long bytesPerSecond) {
        // given
        Bandwidth bandwidth = new Bandwidth(cap == null ? null : Rate.parse("cap", cap), null, Map.of());
        Topics topics = new Topics("ptm.", 1);

        // when
        Lane small = Lane.small(topics, SinkConfig.defaults(), bandwidth, 8);
        Lane large = Lane.large(topics, SinkConfig.defaults(), bandwidth);

        // then
        assertThat(small.limits().bytesPerSecond()).isEqualTo(bytesPerSecond);
        assertThat(large.limits().bytesPerSecond()).isEqualTo(bytesPerSecond);
    }
}
