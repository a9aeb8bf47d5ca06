package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Detail requests as the normalizer writes them. */
final class DetailRequests {
    static final long RUN = 77;

    private DetailRequests() {}

    /** Asks for the files of the model's present commit. */
    static DetailRequest files(ModelTruth model) {
        return DetailRequest.newBuilder()
                .setHub(Stage.HUB)
                .setStableId(model.stableId())
                .setId(model.path())
                .setRevision(model.sha())
                .setWhy(model.number() % 2 == 0 ? DetailReason.WANTED : DetailReason.CHANGED)
                .setRunId(RUN)
                .build();
    }

    /** Returns when the broker has them. */
    static void send(Stage stage, List<DetailRequest> requests) {
        var topic = stage.settings.topics().detailRequests();
        try (var values = RecordSerdes.serializer(stage.settings, topic)) {
            write(
                    stage,
                    requests.stream()
                            .map(it -> new ProducerRecord<>(
                                    topic.name(),
                                    it.getHub() + "/" + it.getStableId(),
                                    values.serialize(topic.name(), it)))
                            .toList());
        }
    }

    static void sendBytes(Stage stage, String key, byte[] value) {
        write(
                stage,
                List.of(new ProducerRecord<>(
                        stage.settings.topics().detailRequests().name(), key, value)));
    }

    private static void write(Stage stage, List<ProducerRecord<String, byte[]>> entries) {
        try (var producer =
                new KafkaProducer<>(stage.settings.producer(), new StringSerializer(), new ByteArraySerializer())) {
            entries.stream().map(producer::send).toList().forEach(DetailRequests::await);
        }
    }

    private static void await(Future<?> sent) {
        try {
            sent.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
