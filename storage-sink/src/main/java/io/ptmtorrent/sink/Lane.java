package io.ptmtorrent.sink;

import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.http.Bandwidth;
import io.ptmtorrent.sink.fetch.FetchLimits;
import java.time.Duration;

/**
 * One of the two ways by which requests come: a slow one on the small lane would hold up the many behind it.
 *
 * @param name for threads and logs
 * @param topic that requests are taken from
 * @param group that takes them
 * @param batch how many a slot works on at the same time
 * @param limits of each of their fetches
 */
record Lane(String name, String topic, String group, int batch, FetchLimits limits) {
    /** What a connection worth waiting for gives; the ledger asks again after an hour and as much. */
    private static final long BYTES_PER_SECOND = 5_000_000;

    static Lane small(Topics topics, SinkConfig config, Bandwidth bandwidth, int batch) {
        return new Lane(
                "small",
                topics.artifactRequests().name(),
                SinkGroups.small(topics),
                batch,
                limits(config, bandwidth, config.smallTime()));
    }

    static Lane large(Topics topics, SinkConfig config, Bandwidth bandwidth) {
        return new Lane(
                "large",
                topics.artifactRequestsLarge().name(),
                SinkGroups.large(topics),
                1,
                limits(config, bandwidth, config.largeTime()));
    }

    /** A file that is slow because of our own caps is not late. */
    private static FetchLimits limits(SinkConfig config, Bandwidth bandwidth, Duration time) {
        Long share = bandwidth.share(config.small() + config.large());
        long rate = share == null ? BYTES_PER_SECOND : Math.min(share, BYTES_PER_SECOND);
        return new FetchLimits(config.maxBytes(), time, rate);
    }
}
