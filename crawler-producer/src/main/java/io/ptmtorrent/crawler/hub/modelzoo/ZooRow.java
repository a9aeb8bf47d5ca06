package io.ptmtorrent.crawler.hub.modelzoo;

import java.nio.ByteBuffer;

/**
 * One model of a page of the listing.
 *
 * @param json its exact bytes
 * @param slug its name in addresses
 */
record ZooRow(ByteBuffer json, String slug) {}
