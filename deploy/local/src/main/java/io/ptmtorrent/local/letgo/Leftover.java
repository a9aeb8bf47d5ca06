package io.ptmtorrent.local.letgo;

/**
 * Something in the store that nothing refers to.
 *
 * @param object its key
 * @param bytes its size
 */
public record Leftover(String object, long bytes) {}
