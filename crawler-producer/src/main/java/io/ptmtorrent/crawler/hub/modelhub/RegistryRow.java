package io.ptmtorrent.crawler.hub.modelhub;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One model of the registry.
 *
 * @param json its exact bytes
 * @param id its {@code id}: a UUID, or four digits
 * @param name its {@code name}, else its id
 * @param github its {@code github}: a link, whatever it leads to; null where there is none
 */
record RegistryRow(
        ByteBuffer json, String id, String name, @Nullable String github) {}
