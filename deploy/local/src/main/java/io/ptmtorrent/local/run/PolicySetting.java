package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.normalizer.policy.Policies;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
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
     * Makes {@code choice} the policy in force, unless the user said nothing and one is; writes nothing where it is.
     *
     * @return the one in force now; version 0 where none was ever set and none is needed
     */
    static Policy require(KafkaSettings kafka, FileChoice choice, Clock clock)
            throws IOException, InterruptedException {
        Policy held = inForce(kafka).orElse(Policies.UNSET);
        boolean unset = held.getVersion() == 0;
        return unset && !choice.wantsFiles() ? held : set(kafka, unset ? choice : choice.over(held), clock);
    }

    /**
     * Makes {@code choice} the policy in force; writes nothing where it is.
     *
     * @return the one in force now
     */
    public static Policy set(KafkaSettings kafka, FileChoice choice, Clock clock)
            throws IOException, InterruptedException {
        Policy held = inForce(kafka).orElse(Policies.UNSET);
        if (held.getVersion() > 0 && choice.isSaidBy(held)) {
            return held;
        }
        Policy next = choice.policy(held.getVersion() + 1, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        write(kafka, next);
        return next;
    }

    private static void write(KafkaSettings kafka, Policy policy) throws IOException, InterruptedException {
        Topic<Policy> topic = kafka.topics().policy();
        var values = RecordSerdes.serializer(kafka, topic);
        try (var producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), values)) {
            producer.send(new ProducerRecord<>(topic.name(), Policies.KEY, policy))
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("the policy was not written: " + e.getMessage(), e.getCause());
        } catch (KafkaException e) {
            throw new IOException("the policy was not written: " + e.getMessage(), e);
        }
    }
}
