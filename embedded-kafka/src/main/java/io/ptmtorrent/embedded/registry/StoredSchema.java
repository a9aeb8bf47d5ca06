package io.ptmtorrent.embedded.registry;

import org.apache.avro.Schema;

/**
 * A schema and the number by which records name it.
 *
 * @param id from 1 upwards, the same in every subject
 * @param text Avro's own JSON of it, by which equal schemas are known; docs and properties count
 */
record StoredSchema(int id, String text, Schema parsed) {}
