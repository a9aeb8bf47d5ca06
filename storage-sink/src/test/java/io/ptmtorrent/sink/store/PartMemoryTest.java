package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PartMemoryTest {
    private static final int CHUNK = PartMemory.CHUNK_BYTES;

    @Test
    void takesAllOfAPartsRoomAtOnceAndGivesItBackOnce() throws Exception {
        // given
        PartMemory memory = new PartMemory(10L * CHUNK + 7);

        // when
        Part part = memory.take(3L * CHUNK + 1);

        // then
        assertThat(memory.free()).isEqualTo(6);
        part.release();
        part.release();
        assertThat(memory.free()).isEqualTo(10);
    }

    @Test
    void givesBackWhatWasWritten() throws Exception {
        // given
        PartMemory memory = new PartMemory(4L * CHUNK);
        byte[] bytes = ObjectStoreContract.random(2 * CHUNK + 500);

        for (int again = 0; again < 2; again++) {
            // when
            Part part = memory.take(2L * CHUNK + 400);
            int fits = part.write(bytes, 0, 100) + part.write(bytes, 100, bytes.length - 100);

            // then
            assertThat(fits).isEqualTo(2 * CHUNK + 400);
            assertThat(part.isFull()).isTrue();
            assertThat(part.open().readAllBytes()).isEqualTo(Arrays.copyOf(bytes, fits));
            part.release();
        }
    }

    @Test
    void whoFindsNoneLeftWaitsForIt() throws Exception {
        // given
        PartMemory memory = new PartMemory(2L * CHUNK);
        Part first = memory.take(CHUNK + 1);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // when
            Future<Part> second = threads.submit(() -> memory.take(1));
            Awaitility.await().until(memory::isWaitedFor);
            assertThat(second).isNotDone();
            first.release();

            // then
            second.get(1, TimeUnit.MINUTES).release();
        }
        assertThat(memory.free()).isEqualTo(2);
    }

    @Test
    void refusesAPartThatNeverFits() {
        assertThatThrownBy(() -> new PartMemory(CHUNK).take(CHUNK + 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("store.s3.memory: '262144' is too little for a part of 262145 bytes");
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        // given
        PartMemory memory = new PartMemory(CHUNK);
        Part all = memory.take(1);
        Thread.currentThread().interrupt();

        // when, then
        assertThatThrownBy(() -> memory.take(1)).isInstanceOf(StoreException.class);
        assertThat(Thread.interrupted()).isTrue();
        all.release();
        assertThat(memory.free()).isEqualTo(1);
    }
}
