package io.ptmtorrent.local.folder;

/**
 * Where the process that holds a data folder can be reached.
 *
 * @param pid its process id
 * @param bootstrapServers its broker
 * @param schemaRegistry its registry's URL
 * @param prefix what its topics start with
 * @param partitions its topics' number of partitions
 */
public record Addresses(long pid, String bootstrapServers, String schemaRegistry, String prefix, int partitions) {}
