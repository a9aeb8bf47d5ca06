package io.ptmtorrent.crawler.hub;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.samplehub.git.GitHubRequest;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A synthetic GitHub, what stands beside it, and a client that takes it for the real hosts. */
public final class SampleWorld implements AutoCloseable {
    private final SampleGitHub github;
    private final HubHttp http;

    private SampleWorld(SampleGitHub github, Duration patience) {
        this.github = github;
        List<Endpoint> endpoints = github.endpoints().entrySet().stream()
                .map(host -> new Endpoint(host.getKey(), host.getValue()))
                .toList();
        this.http = HubHttp.create(
                HubHttpConfig.defaults("test").withEndpoints(endpoints).withPace(1, patience),
                new SimpleMeterRegistry());
    }

    /** Takes a GitHub that all other hosts are mounted on already. */
    public static SampleWorld of(SampleGitHub github) {
        return of(github, Duration.ZERO);
    }

    /** The same with a client that waits for its turns. */
    public static SampleWorld of(SampleGitHub github, Duration patience) {
        return new SampleWorld(github, patience);
    }

    public SampleGitHub github() {
        return github;
    }

    public HubHttp http() {
        return http;
    }

    /** Addresses that were asked since a number of requests. */
    public List<String> asked(int since) {
        return github.requests().stream()
                .skip(since)
                .map(GitHubRequest::address)
                .toList();
    }

    public int requests() {
        return github.requests().size();
    }

    /** A full listing. */
    public static Listing full(int pageSize) {
        return new Listing(CrawlMode.FULL, null, null, pageSize);
    }

    public static Listing increment(@Nullable String known) {
        return new Listing(CrawlMode.INCREMENTAL, null, known, 1000);
    }

    /** Reads a listing to its end; every page must be whole. */
    public static List<HubPage.Listed> walk(Hub hub, Listing listing) throws IOException {
        List<HubPage.Listed> pages = new ArrayList<>();
        Cursor at = hub.first(listing);
        while (at != null) {
            if (!(hub.page(at) instanceof HubPage.Listed page) || page.rest() != null) {
                throw new AssertionError("no whole page at " + at);
            }
            pages.add(page);
            at = page.next() instanceof Next.Page next ? next.cursor() : null;
        }
        return pages;
    }

    /** The rows of all pages. */
    public static List<HubRow> rows(List<HubPage.Listed> pages) {
        return only(HubRow.class, pages);
    }

    /** What was no row. */
    public static List<HubReject> rejects(List<HubPage.Listed> pages) {
        return only(HubReject.class, pages);
    }

    /** What of a page could not be had; there must be something. */
    public static HubReject rest(HubPage.Listed page) {
        return Objects.requireNonNull(page.rest(), "the page is whole");
    }

    private static <T extends HubItem> List<T> only(Class<T> type, List<HubPage.Listed> pages) {
        return pages.stream()
                .flatMap(page -> page.items().stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    public static String text(ByteBuffer body) {
        return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }

    @Override
    public void close() throws IOException {
        http.close();
        github.close();
    }
}
