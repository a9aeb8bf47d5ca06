package io.ptmtorrent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DESIGN's table of topics promises, read back. */
class TopicsTest {
    private final Topics topics = new Topics("ptm.", 48);

    @Test
    void namesEveryTopic() {
        assertThat(topics.all().stream().map(Topic::name))
                .containsExactly(
                        "ptm.crawl-requests",
                        "ptm.crawl-checkpoints",
                        "ptm.detail-requests",
                        "ptm.observations",
                        "ptm.models",
                        "ptm.model-updates",
                        "ptm.model-metrics",
                        "ptm.policy",
                        "ptm.blocks",
                        "ptm.wants",
                        "ptm.artifact-requests",
                        "ptm.artifact-requests.large",
                        "ptm.artifact-results",
                        "ptm.artifacts",
                        "ptm.answers",
                        "ptm.packages",
                        "ptm.statistics",
                        "ptm.dead-letters");
    }

    @Test
    void keepsObservationsForEver() {
        assertThat(topics.observations().config())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1");
    }

    @Test
    void compactsWhatIsState() {
        assertThat(topics.all().stream().filter(Topic::compacted))
                .containsExactly(
                        topics.crawlCheckpoints(),
                        topics.models(),
                        topics.policy(),
                        topics.blocks(),
                        topics.artifacts(),
                        topics.packages(),
                        topics.statistics());
    }

    @Test
    void keepsAModelOnOnePartitionNumberEverywhere() {
        assertThat(List.of(
                        topics.detailRequests(),
                        topics.observations(),
                        topics.models(),
                        topics.modelUpdates(),
                        topics.modelMetrics(),
                        topics.answers(),
                        topics.packages()))
                .allMatch(topic -> topic.partitions() == 48);
    }

    @Test
    void keepsAFileOnOnePartitionNumberWhereverItsRowIsWrittenOrRead() {
        assertThat(List.of(topics.wants(), topics.artifactResults(), topics.artifacts()))
                .allMatch(topic -> topic.partitions() == 48);
    }

    @ParameterizedTest
    @CsvSource({"48, 4, 2", "4, 1, 1", "96, 8, 4"})
    void requestsHaveFewPartitionsSoThatEachIsReadBySeveralSlots(int partitions, int small, int large) {
        // given
        Topics some = new Topics("ptm.", partitions);

        // then
        assertThat(some.artifactRequests().partitions()).isEqualTo(small);
        assertThat(some.artifactRequestsLarge().partitions()).isEqualTo(large);
        assertThat(some.all().stream().filter(Topic::growable))
                .containsExactly(some.artifactRequests(), some.artifactRequestsLarge());
    }

    @Test
    void refusesAPrefixThatIsNoTopicName() {
        assertThatThrownBy(() -> new Topics("ptm/", 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic.prefix")
                .hasMessageContaining("ptm/");
    }

    @Test
    void readersSeeCommittedRecordsWhateverTheUserPassesThrough() {
        // given
        KafkaSettings settings = new KafkaSettings(
                "127.0.0.1:9092", "http://127.0.0.1:8081", topics, Map.of("isolation.level", "read_uncommitted"));

        // then
        assertThat(settings.consumer()).containsEntry("isolation.level", "read_committed");
    }

    @Test
    void refusesARegistryThatIsNoUrl() {
        assertThatThrownBy(() -> new KafkaSettings("127.0.0.1:9092", "localhost:8081", topics, Map.of()))
                .hasMessageContaining("schema.registry.url")
                .hasMessageContaining("localhost:8081");
    }

    @Test
    void readsAModelKeyBackWhateverSlashesItsIdHas() {
        // given
        ModelKey key = new ModelKey("pytorch-hub", "pytorch/vision/resnet.md");

        // then
        assertThat(ModelKey.parse(key.toString())).isEqualTo(key);
        assertThatThrownBy(() -> ModelKey.parse("huggingface")).hasMessageContaining("huggingface");
    }
}
