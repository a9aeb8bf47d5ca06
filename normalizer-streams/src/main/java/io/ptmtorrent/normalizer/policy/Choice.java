package io.ptmtorrent.normalizer.policy;

import io.ptmtorrent.avro.ModelFile;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of one file.
 *
 * @param file the file
 * @param url where its bytes are; null where no address can hold its name
 * @param verdict whether it is wanted
 * @param rule the line of the policy that decided, as its file has it: {@code exclude: *.bin}; null where none did
 */
public record Choice(
        ModelFile file,
        @Nullable String url,
        Verdict verdict,
        @Nullable String rule) {}
