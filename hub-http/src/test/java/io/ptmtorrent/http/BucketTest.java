package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.http.RateLimits.Item;
import io.ptmtorrent.http.RateLimits.Quota;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class BucketTest {
    private static final Instant NOW = FakeTime.START;

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/cases/pace.csv", delimiter = '|', numLinesToSkip = 1)
    void spreadsWhatIsLeft(
            String name,
            double share,
            long left,
            long reset,
            @Nullable Long quota,
            @Nullable Long window,
            BigDecimal nextTurnSeconds) {
        // given
        Bucket bucket = new Bucket(share);
        bucket.taken(NOW);

        // when
        bucket.learned(item(left, reset, quota, window), NOW);

        // then
        Duration expected = Duration.ofNanos(nextTurnSeconds.movePointRight(9).longValueExact());
        assertThat(Duration.between(NOW, bucket.nextTurn(NOW))).isEqualTo(expected);
    }

    @Test
    void letsTheFirstGoAtOnceWhileNothingIsKnown() {
        // given
        Bucket bucket = new Bucket(1);

        // when
        Instant turn = bucket.nextTurn(NOW);

        // then
        assertThat(turn).isEqualTo(NOW);
    }

    @Test
    void doesNotSaveUpTurnsWhileIdle() {
        // given
        Bucket bucket = new Bucket(1);
        bucket.learned(item(100, 100, 100L, 100L), NOW);
        Instant later = NOW.plusSeconds(50);

        // when
        bucket.taken(bucket.nextTurn(later));

        // then
        assertThat(bucket.nextTurn(later)).isEqualTo(later.plusSeconds(1));
    }

    @Test
    void goesOnAtItsShareAfterTheReset() {
        // given
        Bucket bucket = new Bucket(0.5);
        bucket.learned(item(0, 10, 100L, 100L), NOW);
        Instant reset = NOW.plusSeconds(11);

        // when
        bucket.taken(bucket.nextTurn(NOW));

        // then
        assertThat(bucket.nextTurn(NOW)).isEqualTo(reset.plusSeconds(2));
    }

    @Test
    void opensAgainWhenAFreshWindowIsSeen() {
        // given
        Bucket bucket = new Bucket(1);
        bucket.learned(item(0, 10, 100L, 100L), NOW);
        Instant after = NOW.plusSeconds(12);
        bucket.taken(after);

        // when
        bucket.learned(item(99, 99, 100L, 100L), after);

        // then
        assertThat(bucket.nextTurn(after)).isEqualTo(after.plusSeconds(1));
    }

    @Test
    void keepsTheLongestBlock() {
        // given
        Bucket bucket = new Bucket(1);
        bucket.blockUntil(NOW.plusSeconds(60));

        // when
        bucket.blockUntil(NOW.plusSeconds(5));

        // then
        assertThat(bucket.nextTurn(NOW)).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void countsRefusalsInARowButNotThoseOfOneBurst() {
        // given
        Bucket bucket = new Bucket(1);

        // when
        int first = bucket.refusedWithoutTime(NOW);
        bucket.blockUntil(NOW.plusSeconds(10));
        int sameBurst = bucket.refusedWithoutTime(NOW.plusSeconds(1));
        int second = bucket.refusedWithoutTime(NOW.plusSeconds(10));
        bucket.accepted();
        int afterSuccess = bucket.refusedWithoutTime(NOW.plusSeconds(20));

        // then
        assertThat(new int[] {first, sameBurst, second, afterSuccess}).containsExactly(1, 1, 2, 1);
    }

    private static Item item(long left, long reset, @Nullable Long quota, @Nullable Long window) {
        Quota policy = quota == null || window == null ? null : new Quota(quota, Duration.ofSeconds(window));
        return new Item("api", left, Duration.ofSeconds(reset), policy);
    }
}
