package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.crawler.CrawlRequests;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the owners of hubs.
 *
 * @param hubs names of the hubs to crawl
 * @param mode FULL, or INCREMENTAL, which becomes full where a hub was not crawled yet
 * @param limit models of each hub after which its run stops; null reads all
 * @param filter the hub's own filter; null reads all
 * @param acceptShrink a full run counts although it listed far fewer models than the last
 */
public record CrawlOrder(
        List<String> hubs,
        CrawlMode mode,
        @Nullable Long limit,
        @Nullable String filter,
        boolean acceptShrink) {
    public CrawlOrder {
        hubs = List.copyOf(hubs);
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("--limit: '" + limit + "' is not allowed; 1 or more is");
        }
    }

    /** Whether it reads everything that its mode promises. */
    public boolean isWhole() {
        return limit == null && filter == null;
    }

    /** Asks for a crawl of every hub; the request ids by hub. */
    Map<String, String> send(KafkaSettings kafka) throws IOException, InterruptedException {
        List<CrawlRequest> requests = hubs.stream()
                .map(hub -> CrawlRequests.of(hub, mode, limit, filter, acceptShrink))
                .toList();
        CrawlRequests.send(kafka, requests);
        Map<String, String> ids = new LinkedHashMap<>();
        requests.forEach(request -> ids.put(request.getHub(), request.getRequestId()));
        return ids;
    }
}
