package io.ptmtorrent.crawler.hub.modelzoo;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import io.ptmtorrent.crawler.hub.Document;
import io.ptmtorrent.crawler.hub.Documents;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What the site's robots.txt lets this crawler ask for (RFC 9309).
 *
 * <p>{@code Crawl-delay}, which the RFC does not know, is obeyed as well; one above five minutes allows nothing, says
 * crawler-commons. Asked again after an hour; the RFC allows a day. One that is not there (4xx) allows all, one that cannot be had now
 * (5xx, no connection) allows nothing: an IOException. For any number of threads.
 */
final class Robots {
    /** Product token of the User-Agent. */
    static final String AGENT = "ptmtorrent-stream";

    private static final Duration KEPT = Duration.ofHours(1);

    /** What the RFC asks a parser to take at least; the rest of a longer one is not read. */
    private static final long MOST_BYTES = 500 * 1024;

    private final HttpUrl url;
    private final Documents documents;
    private final Clock clock;
    private final Consumer<Duration> delay;
    private volatile @Nullable Rules latest;

    private record Rules(BaseRobotRules rules, Instant until) {}

    /** @param delay told, with each reading, how far apart the site wants requests to be; zero where it does not say */
    Robots(HttpUrl site, Documents documents, Clock clock, Consumer<Duration> delay) {
        this.url = site.newBuilder().encodedPath("/robots.txt").build();
        this.documents = documents;
        this.clock = clock;
        this.delay = delay;
    }

    /** Why {@code page} must not be asked for; null where it may. */
    @Nullable
    String refusal(HttpUrl page) throws IOException {
        return rules().isAllowed(page.toString()) ? null : url + " does not let " + AGENT + " ask for " + page;
    }

    private BaseRobotRules rules() throws IOException {
        Rules known = latest;
        Instant now = clock.instant();
        if (known == null || !now.isBefore(known.until())) {
            known = new Rules(ask(), now.plus(KEPT));
            latest = known;
            delay.accept(Duration.ofMillis(Math.max(0, known.rules().getCrawlDelay())));
        }
        return known.rules();
    }

    private BaseRobotRules ask() throws IOException {
        return switch (documents.get(url, MOST_BYTES, Headers.EMPTY)) {
            case Document.Read read -> parsed(read.body());
            case Document.TooLong tooLong -> parsed(tooLong.head());
            case Document.Missing missing -> new SimpleRobotRules(SimpleRobotRules.RobotRulesMode.ALLOW_ALL);
            case Document.Unchanged same -> throw new IOException("GET " + same.url() + " gave 304");
        };
    }

    /** A site that answers everything with its one page gives no rule, and so allows all. */
    private BaseRobotRules parsed(ByteString text) {
        return new SimpleRobotRulesParser()
                .parseContent(url.toString(), text.toByteArray(), "text/plain", List.of(AGENT));
    }
}
