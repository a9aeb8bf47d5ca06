package io.ptmtorrent.local.letgo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.catalog.read.Row;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.normalizer.Normalizer;
import io.ptmtorrent.normalizer.NormalizerConfig;
import io.ptmtorrent.sink.Deletion;
import io.ptmtorrent.sink.store.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a data folder needs where nothing else runs on it: a normalizer, and a hand that takes objects out of the store.
 *
 * <p>No sink: it would go on with whatever files were being fetched when the folder was left. The requests stay for the
 * next one, which finds nothing to do.
 */
public final class OwnServices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnServices.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings kafka;
    private final Deletion deletions;
    private final Clock clock;
    private final TopicReader<ArtifactRequest> requests;
    private final Normalizer normalizer;
    private final Thread thread;

    private OwnServices(KafkaSettings kafka, NormalizerConfig config, ObjectStore store, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
        deletions = new Deletion(store);
        requests = TopicReader.open(kafka, kafka.topics().artifactRequests());
        normalizer = Normalizer.start(kafka, config, new SimpleMeterRegistry());
        thread = Thread.ofVirtual().name("deletions").unstarted(this::work);
    }

    /** Starts them; the caller closes them. */
    public static OwnServices start(KafkaSettings kafka, NormalizerConfig config, ObjectStore store, Clock clock) {
        OwnServices services = new OwnServices(kafka, config, store, clock);
        services.thread.start();
        return services;
    }

    private void work() {
        try {
            while (true) {
                Map<String, ArtifactResult> results = new HashMap<>();
                for (Row<ArtifactRequest> row : requests.poll(POLL)) {
                    ArtifactRequest request = row.value();
                    if (request != null && request.getKind() == ArtifactKind.DELETE) {
                        results.put(row.key(), deletions.answer(request, clock.instant()));
                    }
                }
                if (!results.isEmpty()) {
                    Records.send(kafka, kafka.topics().artifactResults(), results);
                }
            }
        } catch (WakeupException | InterruptedException e) {
            LOG.atDebug().log("deletions end");
        } catch (IOException | RuntimeException e) {
            LOG.atError().setCause(e).log("deletions stop");
        }
    }

    @Override
    public void close() {
        requests.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        requests.close();
        normalizer.close();
    }
}
