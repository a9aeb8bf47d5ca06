package io.ptmtorrent.crawler.hub;

import io.ptmtorrent.avro.DeadLetterReason;
import java.nio.ByteBuffer;

/**
 * Something of a hub's answer that cannot be used.
 *
 * @param message what was tried, on what, what came back
 * @param bytes all of it, exactly; may be empty
 */
public record HubReject(DeadLetterReason reason, String message, ByteBuffer bytes) implements HubItem {}
