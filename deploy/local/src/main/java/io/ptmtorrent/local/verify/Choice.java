package io.ptmtorrent.local.verify;

import org.jspecify.annotations.Nullable;

/**
 * Which objects are read again, and what follows.
 *
 * @param sample files, and as many manifests, chosen by chance; negative for all
 * @param after place behind which to begin: a digest, or a model key; empty for the beginning
 * @param hub whose alone; null for all
 * @param changes false where nothing is told and nothing is removed
 * @param evenIfEmpty whether to go on where the store holds no object at all
 */
public record Choice(long sample, String after, @Nullable String hub, boolean changes, boolean evenIfEmpty) {}
