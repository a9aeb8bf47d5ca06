package io.ptmtorrent.local.run;

import io.ptmtorrent.crawler.CrawlProgress;
import io.ptmtorrent.http.Allowance;
import io.ptmtorrent.http.RequestCounts;
import java.util.List;
import java.util.Optional;

/** The services of this process, as far as whoever watches them must know. For any thread. */
interface Work extends AutoCloseable {
    /** What was sent to hosts so far. */
    RequestCounts sent();

    /** What hosts last said is left of their quotas. */
    List<Allowance> allowances();

    /** Where the crawler's runs stand. */
    List<CrawlProgress> progress();

    /** Why a service ended by itself; empty while all work. */
    Optional<Throwable> failure();

    @Override
    void close();
}
