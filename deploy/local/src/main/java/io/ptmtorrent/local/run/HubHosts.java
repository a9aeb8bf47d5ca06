package io.ptmtorrent.local.run;

import java.util.Map;
import java.util.Set;

/** Which hosts belong to a hub: requests to them are the hub's. */
public final class HubHosts {
    private static final Map<String, Set<String>> HOSTS = Map.of(
            "huggingface", Set.of("huggingface.co"),
            "onnx-model-zoo", Set.of("github.com", "codeload.github.com", "huggingface.co"),
            "pytorch-hub", Set.of("github.com", "codeload.github.com"));

    private HubHosts() {}

    /** Canonical host names; empty for a hub that is not known. */
    public static Set<String> of(String hub) {
        return HOSTS.getOrDefault(hub, Set.of());
    }
}
