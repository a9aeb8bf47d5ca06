package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.jspecify.annotations.Nullable;

/** The ledger's half of the topology in the test driver, with the genuine serdes. */
final class DrivenLedger implements AutoCloseable {
    final DrivenTopology room;
    private final TestInputTopic<String, byte[]> wants;
    private final TestInputTopic<String, byte[]> results;
    private final TestOutputTopic<String, ArtifactRequest> small;
    private final TestOutputTopic<String, ArtifactRequest> large;
    private final TestOutputTopic<String, Answer> answers;
    private final TestOutputTopic<String, Artifact> artifacts;

    DrivenLedger(Path stateDir, Map<String, String> settings) throws Exception {
        room = new DrivenTopology(stateDir, settings);
        Topics topics = room.kafka.topics();
        wants = input(topics.wants());
        results = input(topics.artifactResults());
        small = output(topics.artifactRequests());
        large = output(topics.artifactRequestsLarge());
        answers = output(topics.answers());
        artifacts = output(topics.artifacts());
    }

    private TestInputTopic<String, byte[]> input(Topic<?> topic) {
        return room.driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer());
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return room.driver.createOutputTopic(
                topic.name(), new StringDeserializer(), RecordSerdes.deserializer(room.kafka, topic));
    }

    void want(String key, Want want) {
        wants.pipeInput(key, bytes(room.kafka.topics().wants(), want), Observed.NOON);
    }

    void want(@Nullable String key, byte @Nullable [] value) {
        wants.pipeInput(key, value, Observed.NOON);
    }

    void result(String key, ArtifactResult result) {
        results.pipeInput(key, bytes(room.kafka.topics().artifactResults(), result), Observed.NOON);
    }

    void result(@Nullable String key, byte @Nullable [] value) {
        results.pipeInput(key, value, Observed.NOON);
    }

    private <V extends SpecificRecord> byte[] bytes(Topic<V> topic, V value) {
        try (Serializer<V> serializer = RecordSerdes.serializer(room.kafka, topic)) {
            return serializer.serialize(topic.name(), value);
        }
    }

    List<KeyValue<String, ArtifactRequest>> small() {
        return small.readKeyValuesToList();
    }

    List<KeyValue<String, ArtifactRequest>> large() {
        return large.readKeyValuesToList();
    }

    List<KeyValue<String, Answer>> answers() {
        return answers.readKeyValuesToList();
    }

    List<KeyValue<String, Artifact>> artifacts() {
        return artifacts.readKeyValuesToList();
    }

    @Override
    public void close() {
        room.close();
    }
}
