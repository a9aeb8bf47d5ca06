package io.ptmtorrent.local.letgo;

/**
 * What a collection found.
 *
 * @param objects files that nothing refers to
 * @param manifests manifests that nothing refers to
 * @param bytes of both
 * @param removed those of both that are gone now
 */
public record Collected(long objects, long manifests, long bytes, long removed) {}
