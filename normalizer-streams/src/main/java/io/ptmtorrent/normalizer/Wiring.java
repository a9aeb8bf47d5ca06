package io.ptmtorrent.normalizer;

import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.normalizer.wire.RegistrySchemas;

/**
 * What every task of the topology shares; all of it may be used by several threads.
 *
 * @param topics where it writes
 * @param asks whether it asks for details and files; a replay asks for nothing
 */
record Wiring(
        Topics topics,
        NormalizerConfig config,
        RegistrySchemas schemas,
        WireIds ids,
        NormalizerMeters meters,
        boolean asks) {}
