package io.ptmtorrent.local.letgo;

/**
 * What became of it.
 *
 * @param objects taken out of the store
 * @param shared objects that other packages have, too, and that stay
 * @param kept objects that somebody came to want meanwhile, or that too many have to know them all
 */
public record Forgotten(long objects, long shared, long kept) {}
