package io.ptmtorrent.benchmarks;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The least that asking a sink through Kafka can cost: the same requests, written as fast as it goes, taken by the same
 * {@link AnsweringSink}, its results read. No wants, rows, queues, windows, transactions, answers or packages.
 */
final class LedgerFloor {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private LedgerFloor() {}

    static double filesPerSecond(Path folder, int models) throws IOException, InterruptedException {
        try (BenchmarkKafka kafka = BenchmarkKafka.start(folder);
                AnsweringSink sink = AnsweringSink.start(kafka.settings());
                TopicReader<ArtifactResult> results = TopicReader.open(
                        kafka.settings(), kafka.settings().topics().artifactResults())) {
            int files = models * ModelFeed.FILES_A_MODEL;
            long started = System.nanoTime();
            Thread asking = Thread.ofPlatform().name("floor").start(() -> ask(kafka.settings(), models));
            int answered = 0;
            while (answered < files) {
                answered += results.poll(Duration.ofMillis(100)).size();
                sink.check();
                if (System.nanoTime() - started > LIMIT.toNanos()) {
                    throw new IOException("floor: " + answered + " of " + files + " answered in time");
                }
            }
            double seconds = Figures.secondsSince(started);
            asking.join();
            return files / seconds;
        }
    }

    private static void ask(KafkaSettings kafka, int models) {
        Topic<ArtifactRequest> small = kafka.topics().artifactRequests();
        try (RecordWriter<ArtifactRequest> writer = new RecordWriter<>(kafka, small)) {
            for (int model = 0; model < models; model++) {
                for (int file = 0; file < ModelFeed.FILES_A_MODEL; file++) {
                    String sha256 = ModelFeed.sha256(model, file);
                    Topic<ArtifactRequest> lane = file == 0 ? kafka.topics().artifactRequestsLarge() : small;
                    writer.write(
                            lane, "sha256:" + sha256, FileRequests.of("model-" + model, sha256, ModelFeed.size(file)));
                }
            }
            writer.settle();
        } catch (IOException e) {
            throw new IllegalStateException("floor: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
