package io.ptmtorrent.local.plan;

import java.time.Duration;

/** Who counts our requests, and how many it lets through; a crawl takes what the answers say instead. */
public enum Counter {
    /**
     * The bucket "api" of huggingface.co: an address without a token, and a free one (its rate limits page, September 2025;
     * "may change").
     */
    HUGGING_FACE("huggingface.co", "api", 500, 1_000, Duration.ofMinutes(5), "HF_TOKEN"),
    /** The REST API of GitHub: an address without a token, and any token (its rate limits page, 2026). */
    GITHUB_API("api.github.com", "core", 60, 5_000, Duration.ofHours(1), "GITHUB_TOKEN"),
    /** Hosts that publish no quota: git and archives at GitHub, raw files, modelzoo.co. */
    NOBODY("", "", 0, 0, Duration.ZERO, "");

    private final String host;
    private final String bucket;
    private final long anonymous;
    private final long withToken;
    private final Duration window;
    private final String variable;

    Counter(String host, String bucket, long anonymous, long withToken, Duration window, String variable) {
        this.host = host;
        this.bucket = bucket;
        this.anonymous = anonymous;
        this.withToken = withToken;
        this.window = window;
        this.variable = variable;
    }

    String host() {
        return host;
    }

    String bucket() {
        return bucket;
    }

    /** Requests in each window. */
    long quota(boolean token) {
        return token ? withToken : anonymous;
    }

    Duration window() {
        return window;
    }

    /** The environment variable that a token is taken from. */
    String variable() {
        return variable;
    }

    boolean counts() {
        return quota(false) > 0;
    }
}
