package io.ptmtorrent.local;

import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.Token;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where real hubs' traffic goes, and with which token: what commands take that ask real hubs. */
final class EndpointOptions {
    private static final String HUGGING_FACE = "huggingface.co";

    @Option(
            names = "--endpoint",
            split = ",",
            paramLabel = "HOST=URL",
            description = "Send a host's traffic to a mirror, a proxy or a test server. Default: none")
    private Set<String> endpoints = new LinkedHashSet<>();

    /** {@code http} with the endpoints given, and with the token that the environment holds. */
    HubHttpConfig addTo(HubHttpConfig http, Map<String, String> environment) {
        return http.withEndpoints(endpoints.stream().map(Endpoint::parse).toList())
                .withTokens(token(environment));
    }

    /** How hubs are asked, for the line of effective settings. */
    static String effective(HubHttpConfig http) {
        return "contact " + (http.contact() == null ? "none" : http.contact()) + "; token "
                + (http.tokens().isEmpty() ? "none" : "set");
    }

    /** Where they are asked, for the same line: empty, or a text that begins with a semicolon. */
    static String effective(Map<String, URI> endpoints) {
        return switch (endpoints.size()) {
            case 0 -> "";
            case 1 -> "; endpoints " + endpoints;
            default -> "; endpoints for " + String.join(", ", new TreeSet<>(endpoints.keySet()));
        };
    }

    private static Map<String, Token> token(Map<String, String> environment) {
        return Stream.of("PTM_HF_TOKEN", "HF_TOKEN")
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .map(value -> Map.of(HUGGING_FACE, new Token(value.strip())))
                .orElse(Map.of());
    }
}
