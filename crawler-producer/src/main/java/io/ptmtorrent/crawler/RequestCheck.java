package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.avro.DeadLetterReason;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads a crawl request, and says what makes one unusable. */
sealed interface RequestCheck {
    /** A request that this crawler may serve. */
    record Good(CrawlRequest request) implements RequestCheck {}

    /** One that nobody will serve. */
    record Bad(DeadLetterReason reason, String message) implements RequestCheck {}

    /** Longest filter, so that a cursor that holds it stays short. */
    int MAX_FILTER = 1000;

    /**
     * Checks a record.
     *
     * @param hubs the hubs that are configured
     */
    static RequestCheck of(
            ConsumerRecord<String, byte[]> entry, Deserializer<CrawlRequest> requests, List<String> hubs) {
        try {
            CrawlRequest request = requests.deserialize(entry.topic(), entry.value());
            return request == null
                    ? new Bad(DeadLetterReason.BAD_RECORD, "no crawl request: a tombstone")
                    : checked(request, entry.key(), hubs);
        } catch (RuntimeException e) {
            return new Bad(DeadLetterReason.BAD_RECORD, "no crawl request: " + e.getMessage());
        }
    }

    private static RequestCheck checked(CrawlRequest request, String key, List<String> hubs) {
        String hub = request.getHub();
        if (!hubs.contains(hub)) {
            return new Bad(DeadLetterReason.UNKNOWN_HUB, "hub '" + hub + "'; this crawler knows " + hubs);
        }
        if (!hub.equals(key)) {
            return bad("the record's key is '" + key + "', its hub is " + hub);
        }
        if (request.getMode() == CrawlMode.UNKNOWN) {
            return bad("mode is neither FULL nor INCREMENTAL");
        }
        if (request.getLimit() != null && request.getLimit() < 1) {
            return bad("limit is " + request.getLimit() + "; at least 1 is allowed");
        }
        if (request.getFilter() != null && request.getFilter().length() > MAX_FILTER) {
            return bad("filter is longer than " + MAX_FILTER + " characters");
        }
        return new Good(request);
    }

    private static Bad bad(String message) {
        return new Bad(DeadLetterReason.BAD_VALUE, message);
    }
}
