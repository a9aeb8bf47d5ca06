package io.ptmtorrent.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandoverTest {
    private static final int SIZE = 3_000_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsReadIsWhatWasWrittenThereWhateverWasSkippedBefore(long seed) throws Exception {
        // given
        byte[] written = new byte[SIZE];
        new Random(seed).nextBytes(written);
        Handover handover = new Handover(seed % 2 == 0 ? 0 : SIZE);
        CompletableFuture<Void> writer = writing(handover, written, new Random(seed + 100));

        // when
        Random random = new Random(seed + 200);
        int at = 0;
        int wrong = 0;
        while (at < SIZE) {
            int count = 1 + random.nextInt(random.nextBoolean() ? 100 : 400_000);
            if (random.nextBoolean()) {
                long skipped = handover.skip(count);
                assertThat(skipped).isEqualTo(Math.min(count, SIZE - at));
                at += (int) skipped;
            } else {
                byte[] into = new byte[count];
                int read = handover.read(into, 0, count);
                wrong += Arrays.equals(into, 0, read, written, at, at + read) ? 0 : 1;
                at += read;
            }
        }
        writer.get(1, TimeUnit.MINUTES);

        // then
        assertThat(wrong).isZero();
        assertThat(handover.read(new byte[1], 0, 1)).isZero();
        assertThat(handover.skip(1)).isZero();
    }

    @Test
    void whoIsInterruptedGivesUpAndAfterwardsThereIsNothing() throws Exception {
        // given
        Handover handover = new Handover(10);
        Thread.currentThread().interrupt();

        // when
        assertThatThrownBy(() -> handover.skip(1)).isInstanceOf(IOException.class);

        // then
        assertThat(handover.read(new byte[1], 0, 1)).isZero();
    }

    private static CompletableFuture<Void> writing(Handover handover, byte[] bytes, Random random) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int at = 0; at < bytes.length; ) {
                    int count =
                            Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 10_000 : 300_000));
                    handover.write(bytes, at, count);
                    at += count;
                }
                handover.end();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }
}
