package io.ptmtorrent.crawler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestLoopTest {
    private static final TopicPartition PARTITION = new TopicPartition("ptm.crawl-requests", 2);

    static Stream<RuntimeException> passing() {
        return Stream.of(
                new CommitFailedException("the consumer is not part of an active group"),
                new RebalanceInProgressException("the consumer is undergoing a rebalance"),
                new TimeoutException("no answer"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void anOffsetThatTheGroupDoesNotTakeNowIsNoFault(RuntimeException refusal) {
        // given
        var consumer = new RefusingConsumer(refusal);

        // when
        boolean taken = RequestLoop.commit(consumer, PARTITION, () -> 7);

        // then
        assertThat(taken).isFalse();
    }

    @Test
    void aGroupThatMayNotBeUsedIsOne() {
        // given
        var refusal = new TopicAuthorizationException("ptm.crawl-requests");
        var consumer = new RefusingConsumer(refusal);

        // then
        assertThatThrownBy(() -> RequestLoop.commit(consumer, PARTITION, () -> 7))
                .isSameAs(refusal);
    }

    private static final class RefusingConsumer extends MockConsumer<String, byte[]> {
        private final RuntimeException refusal;

        RefusingConsumer(RuntimeException refusal) {
            super("earliest");
            this.refusal = refusal;
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            throw refusal;
        }
    }
}
