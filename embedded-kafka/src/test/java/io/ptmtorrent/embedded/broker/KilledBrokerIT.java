package io.ptmtorrent.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class KilledBrokerIT {
    private static final Map<TopicPartition, OffsetSpec> ENDS = IntStream.range(0, CommittingBroker.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(CommittingBroker.TOPIC, partition))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));

    @TempDir
    Path dir;

    @RepeatedTest(3)
    void noTransactionStaysOpenThatWasBeingCommittedWhenTheBrokerWasKilled() throws Exception {
        // given
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommittingBroker.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("in the middle");
        } finally {
            // when
            process.destroyForcibly();
            process.onExit().join();
        }

        // then
        Map<String, String> soon = Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        try (LocalBroker broker = LocalBroker.start(dir, soon);
                Admin admin = BrokerClients.of(broker).admin()) {
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(ends(admin, IsolationLevel.READ_COMMITTED))
                            .isEqualTo(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, IsolationLevel level) throws Exception {
        return admin.listOffsets(ENDS, new ListOffsetsOptions(level)).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, KilledBrokerIT::offset));
    }

    private static long offset(Map.Entry<TopicPartition, ListOffsetsResultInfo> end) {
        return end.getValue().offset();
    }
}
