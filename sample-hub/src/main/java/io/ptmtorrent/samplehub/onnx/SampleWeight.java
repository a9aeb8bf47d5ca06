package io.ptmtorrent.samplehub.onnx;

import org.jspecify.annotations.Nullable;

/**
 * A weight file as it should be known.
 *
 * @param path in onnx/models
 * @param size bytes
 * @param sha256 what its LFS pointer says; null where it lies plain in git
 * @param gitSha1 blob id of a plain file; null in LFS
 * @param url where its bytes are to be asked for
 * @param there whether they are there
 */
public record SampleWeight(
        String path,
        long size,
        @Nullable String sha256,
        @Nullable String gitSha1,
        String url,
        boolean there) {}
