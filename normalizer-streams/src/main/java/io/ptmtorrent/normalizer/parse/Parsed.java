package io.ptmtorrent.normalizer.parse;

/** What became of a hub's raw answer: a model, or the reason why it is none. */
public sealed interface Parsed permits Accepted, Rejected {}
