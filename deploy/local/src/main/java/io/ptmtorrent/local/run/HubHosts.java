package io.ptmtorrent.local.run;

import java.util.Map;
import java.util.Set;

/** Which hosts belong to a hub: requests to them are the hub's. */
public final class HubHosts {
    private static final Map<String, Set<String>> HOSTS = Map.of(
            "huggingface", Set.of("huggingface.co"),
            "modelzoo", Set.of("modelzoo.co", "github.com", "codeload.github.com", "api.github.com"),
            "modelhub", Set.of("raw.githubusercontent.com", "github.com", "codeload.github.com"));

    private HubHosts() {}

    /** Canonical host names; empty for a hub that is not known. */
    public static Set<String> of(String hub) {
        return HOSTS.getOrDefault(hub, Set.of());
    }
}
