package io.ptmtorrent.sink;

import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.sink.fetch.WrongBytes;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param wrong what a host gave instead of the file; null where it gave nothing wrong
 */
record Answered(ArtifactResult result, @Nullable WrongBytes wrong) {}
