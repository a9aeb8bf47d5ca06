package io.ptmtorrent.embedded.registry;

/**
 * A schema's place in a subject.
 *
 * @param number from 1 upwards within the subject
 */
record Version(String subject, int number, StoredSchema schema) {}
