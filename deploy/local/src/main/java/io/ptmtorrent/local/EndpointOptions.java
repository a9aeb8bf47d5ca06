package io.ptmtorrent.local;

import io.ptmtorrent.http.Bandwidth;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttpConfig;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where real hubs' traffic goes, and with which tokens: what commands take that ask real hubs. */
final class EndpointOptions {
    @Option(
            names = "--endpoint",
            split = ",",
            paramLabel = "HOST=URL",
            description = "Send a host's traffic to a mirror, a proxy or a test server. Default: none")
    private Set<String> endpoints = new LinkedHashSet<>();

    @Mixin
    private final Tokens tokens = new Tokens();

    /** {@code http} with the endpoints given, and with the tokens of environment and file. */
    HubHttpConfig addTo(HubHttpConfig http, Map<String, String> environment) {
        return http.withEndpoints(endpoints.stream().map(Endpoint::parse).toList())
                .withTokens(tokens.read(environment));
    }

    /** How hubs are asked, for the line of effective settings. */
    static String effective(HubHttpConfig http) {
        return "contact " + (http.contact() == null ? "none" : http.contact())
                + "; tokens "
                + (http.tokens().isEmpty()
                        ? "none"
                        : "for " + String.join(", ", new TreeSet<>(http.tokens().keySet())))
                + (http.bandwidth().equals(Bandwidth.UNLIMITED) ? "" : "; at most " + http.bandwidth());
    }

    /** Where they are asked, for the same line: empty, or a text that begins with a semicolon. */
    static String effective(Map<String, URI> endpoints) {
        return switch (endpoints.size()) {
            case 0 -> "";
            case 1 -> "; endpoints " + endpoints;
            default -> "; endpoints for " + String.join(", ", new TreeSet<>(endpoints.keySet()));
        };
    }
}
