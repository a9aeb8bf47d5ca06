package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Asks the owners of hubs to crawl them. */
public final class CrawlRequests {
    private CrawlRequests() {}

    /** A request for all that a hub lists (FULL), or for what changed there (INCREMENTAL), with an id of its own. */
    public static CrawlRequest of(String hub, CrawlMode mode) {
        return of(hub, mode, null, null, false);
    }

    /**
     * A request with an id of its own.
     *
     * @param limit models after which the run stops; null reads all
     * @param filter the hub's own filter; null reads all
     * @param acceptShrink whether a full run counts that lists far fewer models than the last
     */
    public static CrawlRequest of(
            String hub, CrawlMode mode, @Nullable Long limit, @Nullable String filter, boolean acceptShrink) {
        return CrawlRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setHub(hub)
                .setMode(mode)
                .setLimit(limit)
                .setFilter(filter)
                .setAcceptShrink(acceptShrink)
                .setRequestedAt(Instant.now())
                .build();
    }

    /** Writes the requests and returns when the brokers have them all. */
    public static void send(KafkaSettings settings, List<CrawlRequest> requests)
            throws IOException, InterruptedException {
        Topic<CrawlRequest> topic = settings.topics().crawlRequests();
        var values = RecordSerdes.serializer(settings, topic);
        try (var producer = new KafkaProducer<>(settings.producer(), new StringSerializer(), values)) {
            producer.partitionsFor(topic.name());
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (CrawlRequest request : requests) {
                sent.add(producer.send(new ProducerRecord<>(topic.name(), request.getHub(), request)));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("crawl requests were not written: " + e.getMessage(), e.getCause());
        } catch (KafkaException e) {
            throw new IOException("crawl requests were not written: " + e.getMessage(), e);
        }
    }
}
