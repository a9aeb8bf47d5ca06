package io.ptmtorrent.normalizer.parse;

import java.util.List;
import java.util.Optional;

/** All hubs that can be read, as a plain list: a new hub is a new line here. */
public final class Parsers {
    private static final List<HubParser> ALL = List.of(
            new HuggingFaceParser(),
            new OnnxParser(),
            new PyTorchHubParser(),
            new ModelzooParser(),
            new ModelhubParser(),
            new ModelScopeParser());

    /**
     * Counts the parsers' editions: one more where they make something else of the same observation. Part of an update's
     * identity, so that what a newer one tells of an old observation is no repetition.
     */
    public static final int EDITION = 2;

    private Parsers() {}

    /** Every parser, one a hub. */
    public static List<HubParser> all() {
        return ALL;
    }

    /** The parser of {@code hub}; empty for a hub that this build does not know. A loop: asked twice for each record. */
    public static Optional<HubParser> of(String hub) {
        for (HubParser parser : ALL) {
            if (parser.hub().equals(hub)) {
                return Optional.of(parser);
            }
        }
        return Optional.empty();
    }
}
