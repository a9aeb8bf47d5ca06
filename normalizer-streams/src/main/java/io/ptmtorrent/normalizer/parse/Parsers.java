package io.ptmtorrent.normalizer.parse;

import java.util.List;
import java.util.Optional;

/** All hubs that can be read, as a plain list: a new hub is a new line here. */
public final class Parsers {
    private static final List<HubParser> ALL =
            List.of(new HuggingFaceParser(), new OnnxParser(), new PyTorchHubParser());

    private Parsers() {}

    /** Every parser, one a hub. */
    public static List<HubParser> all() {
        return ALL;
    }

    /** The parser of {@code hub}; empty for a hub that this build does not know. */
    public static Optional<HubParser> of(String hub) {
        return ALL.stream().filter(parser -> parser.hub().equals(hub)).findFirst();
    }
}
