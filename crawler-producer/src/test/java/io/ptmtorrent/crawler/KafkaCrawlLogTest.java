package io.ptmtorrent.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaCrawlLogTest {
    static Stream<RuntimeException> failures() {
        return Stream.of(
                new ProducerFencedException("another owner"),
                new IllegalStateException("Cannot attempt operation `abortTransaction` because the previous call to "
                        + "`commitTransaction` timed out and must be retried"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anAbortThatFailsKeepsWhatFailedBefore(RuntimeException failure) {
        // given
        KafkaException cause = new TimeoutException("Timeout expired after 10000ms while awaiting EndTxn(true)");
        try (var producer = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.abortTransactionException = failure;

            // when
            KafkaCrawlLog.abort(producer, cause);

            // then
            assertThat(cause.getSuppressed()).containsExactly(failure);
        }
    }
}
