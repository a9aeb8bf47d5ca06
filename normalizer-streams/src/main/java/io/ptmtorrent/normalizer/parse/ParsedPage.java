package io.ptmtorrent.normalizer.parse;

/** What became of a page of details: files, or the reason why it holds none. */
public sealed interface ParsedPage permits FilePage, Rejected {}
