package io.ptmtorrent.crawler.hub;

/** What stands at one place of a listing: a row, or what should have been one. */
public sealed interface HubItem permits HubRow, HubReject {}
