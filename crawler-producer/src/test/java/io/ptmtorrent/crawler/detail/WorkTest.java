package io.ptmtorrent.crawler.detail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.crawler.hub.Hub;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RecordedAnswers answers = new RecordedAnswers();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aHubThatDoesNotAnswerIsGivenUpAfterTheLongestTime() throws Exception {
        // given
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Work work = begin(new TreeHub().then(new TreeHub.Stuck(asked, interrupted)), answers);
        assertThat(asked.await(5, TimeUnit.MINUTES)).isTrue();

        // when
        boolean early = work.isOver(NOW.plus(Work.LONGEST).minusMillis(1));
        boolean over = work.isOver(NOW.plus(Work.LONGEST));

        // then
        assertThat(early).isFalse();
        assertThat(over).isTrue();
        assertThat(interrupted.await(5, TimeUnit.MINUTES)).isTrue();
        work.done().get(5, TimeUnit.MINUTES);
        assertThat(answers.observations).singleElement().satisfies(it -> {
            assertThat(it.getKind()).isEqualTo(ObservationKind.REFUSED);
            assertThat(it.getRetryAt()).isAfter(NOW);
        });
    }

    @Test
    void anAnswerThatKafkaDoesNotTakeIsKafkasFailure() {
        // given
        TreeHub hub = new TreeHub().then(TreeHub.page("[1]", null));
        Work work = begin(hub, new FailingLog());

        // when
        Throwable failure = work.done().handle((it, e) -> e).join();

        // then
        assertThat(failure).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> work.isOver(NOW)).isInstanceOf(KafkaException.class);
    }

    private Work begin(Hub hub, AnswerLog log) {
        Reply reply = new Reply(RecordedAnswers.request(DetailReason.WANTED), log, CLOCK, answers.ends::add);
        return Work.begin(reply, new DetailAnswer(List.of(hub), CLOCK, time -> {}), threads, NOW);
    }

    private static final class FailingLog implements AnswerLog {
        @Override
        public void write(Observation observation) {
            throw new TimeoutException("no broker");
        }

        @Override
        public void write(DetailRequest about, DeadLetter letter) {
            throw new TimeoutException("no broker");
        }
    }
}
