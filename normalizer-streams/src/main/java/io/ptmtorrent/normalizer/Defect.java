package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.DeadLetterReason;

/**
 * Why an observation could not be used.
 *
 * @param reason the code for programs
 * @param message what was expected and what came, for people
 */
record Defect(DeadLetterReason reason, String message) {}
