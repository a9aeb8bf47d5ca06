package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The policy in force: read, and replaced where a run wants another one. */
public final class PolicySetting {
    private static final String KEY = "policy";

    private PolicySetting() {}

    /** The newest policy; empty where none was ever set: then no file is wanted. */
    public static Optional<Policy> inForce(KafkaSettings kafka) {
        AtomicReference<@Nullable Policy> newest = new AtomicReference<>();
        try (TopicReader<Policy> reader = TopicReader.open(kafka, kafka.topics().policy())) {
            reader.readToEnd(row -> newest.set(row.value()));
        }
        return Optional.ofNullable(newest.get());
    }

    /**
     * Makes {@code choice} the policy in force; writes nothing where it is.
     *
     * @return its version; 0 where no policy was ever set and none is needed
     */
    static long require(KafkaSettings kafka, FileChoice choice, Clock clock) throws IOException, InterruptedException {
        Optional<Policy> held = inForce(kafka);
        long version = held.map(Policy::getVersion).orElse(0L);
        boolean same = held.map(choice::isSaidBy).orElse(choice.artifacts() == Artifacts.NONE);
        if (same) {
            return version;
        }
        write(kafka, choice.policy(version + 1, clock.instant()));
        return version + 1;
    }

    private static void write(KafkaSettings kafka, Policy policy) throws IOException, InterruptedException {
        Topic<Policy> topic = kafka.topics().policy();
        var values = RecordSerdes.serializer(kafka, topic);
        try (var producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), values)) {
            producer.send(new ProducerRecord<>(topic.name(), KEY, policy)).get();
        } catch (ExecutionException e) {
            throw new IOException("the policy was not written: " + e.getMessage(), e.getCause());
        } catch (KafkaException e) {
            throw new IOException("the policy was not written: " + e.getMessage(), e);
        }
    }
}
