package io.ptmtorrent.samplehub.pytorch;

import org.jspecify.annotations.Nullable;

/**
 * A file of a model as it should be known.
 *
 * @param path among the model's files
 * @param url where its bytes are
 * @param sha256 announced before download, that is by LFS alone; null for others
 * @param sha256Prefix what its name hints at; null where it does not
 * @param gitSha1 root tree of a repository; null for others
 * @param content its bytes; null of a repository, whose archive has no bytes of its own, and where they are lost
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SampleTorchFile(
        String path,
        String url,
        @Nullable String sha256,
        @Nullable String sha256Prefix,
        @Nullable String gitSha1,
        byte @Nullable [] content) {
    /** Whether it is a repository. */
    public boolean isRepository() {
        return gitSha1 != null;
    }
}
