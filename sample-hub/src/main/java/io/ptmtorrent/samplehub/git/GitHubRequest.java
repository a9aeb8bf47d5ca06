package io.ptmtorrent.samplehub.git;

import java.util.Map;

/**
 * One request as a host received it.
 *
 * @param number counted from 1 over all hosts, in order of arrival
 * @param host the host that was meant, for example github.com
 * @param target path and query at that host, as sent
 * @param headers names in lower case; a token's value is not kept
 * @param authorized whether an Authorization header was there, right or wrong
 */
public record GitHubRequest(
        long number, String host, String method, String target, Map<String, String> headers, boolean authorized) {
    public GitHubRequest {
        headers = Map.copyOf(headers);
    }

    /** {@code host} and {@code target} in one. */
    public String address() {
        return host + target;
    }
}
