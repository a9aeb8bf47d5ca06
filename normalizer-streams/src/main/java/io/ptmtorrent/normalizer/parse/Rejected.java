package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.DeadLetterReason;

/**
 * A row, or a page of details, that cannot be used at all.
 *
 * @param reason the code for programs
 * @param message what was expected and what came, for people
 */
public record Rejected(DeadLetterReason reason, String message) implements Parsed, ParsedPage {}
