package io.ptmtorrent.local.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How fast objects are read, and which of them. */
class ThrottleTest {
    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> slept = new ArrayList<>();

    @Test
    void bytesTakeTheirTimeAndTimeThatPassedAnyhowCounts() throws InterruptedException {
        // given 1,000 bytes a second
        Throttle throttle = new Throttle(1_000, nanos::get, time -> {
            slept.add(time);
            nanos.addAndGet(time.toNanos());
        });

        // when
        throttle.took(500);
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        throttle.took(500);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        throttle.took(100);
        throttle.took(100);

        // then nothing is saved up
        assertThat(slept).containsExactly(Duration.ofMillis(500), Duration.ofMillis(300), Duration.ofMillis(100));
    }

    @Test
    void withoutALimitNothingWaits() throws InterruptedException {
        // when
        new Throttle(0, nanos::get, slept::add).took(Integer.MAX_VALUE);

        // then
        assertThat(slept).isEmpty();
    }

    @Test
    void aSampleHasItsSizeAndNoMoreThanThereIs() {
        // when, then
        assertThat(taken(10, 1_000)).isEqualTo(10);
        assertThat(taken(10, 3)).isEqualTo(3);
        assertThat(taken(-1, 3)).isEqualTo(3);
        assertThat(taken(10, 0)).isZero();
    }

    private static long taken(long wanted, int total) {
        Sampling sampling = new Sampling(wanted, total, new SplittableRandom(7));
        long taken = 0;
        for (int i = 0; i < total; i++) {
            taken += sampling.takesNext() ? 1 : 0;
        }
        return taken;
    }
}
