package io.ptmtorrent.normalizer.policy;

import io.ptmtorrent.avro.ModelFile;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of one file.
 *
 * @param file the file
 * @param url where its bytes are; null where no address can hold its name
 * @param verdict whether it is wanted
 */
public record Choice(ModelFile file, @Nullable String url, Verdict verdict) {}
