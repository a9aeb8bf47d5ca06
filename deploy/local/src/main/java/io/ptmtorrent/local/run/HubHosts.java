package io.ptmtorrent.local.run;

import java.util.Map;
import java.util.Set;

/** Which hosts belong to a hub: requests to them on its behalf are the hub's. */
public final class HubHosts {
    private static final String GIT = "github.com";
    private static final String ARCHIVES = "codeload.github.com";
    private static final String RAW = "raw.githubusercontent.com";
    private static final String LFS = "media.githubusercontent.com";
    private static final String HUGGING_FACE = "huggingface.co";

    private static final Map<String, Set<String>> HOSTS = Map.of(
            "huggingface", Set.of(HUGGING_FACE),
            "onnx-model-zoo", Set.of(GIT, ARCHIVES, RAW, LFS, HUGGING_FACE),
            "pytorch-hub", Set.of(GIT, ARCHIVES, RAW, LFS, "download.pytorch.org"),
            "modelzoo", Set.of("modelzoo.co", GIT, ARCHIVES, LFS, "api.github.com"),
            "modelhub", Set.of(RAW, GIT, ARCHIVES, LFS),
            "modelscope", Set.of("www.modelscope.cn"));

    /** Hubs whose files lie at whatever host their authors chose. */
    private static final Set<String> LINKING = Set.of("pytorch-hub", "modelzoo", "modelhub");

    private HubHosts() {}

    /** Canonical host names; empty for a hub that is not known. */
    public static Set<String> of(String hub) {
        return HOSTS.getOrDefault(hub, Set.of());
    }

    /** Whether all files of a hub are at hosts that {@link #of} names. */
    public static boolean holdsItsFiles(String hub) {
        return !LINKING.contains(hub);
    }
}
