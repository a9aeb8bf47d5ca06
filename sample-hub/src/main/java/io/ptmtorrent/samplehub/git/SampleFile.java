package io.ptmtorrent.samplehub.git;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What stands at one path of a repository.
 *
 * @param mode as git writes it: 100644, 100755 (executable), 120000 (link), 160000 (another repository's commit)
 * @param bytes in git: of a link its target, of a file in LFS the pointer, of another repository nothing
 * @param id in git: of the blob, or the other repository's commit
 * @param lfsSha256 what the pointer says; null for a file outside LFS
 * @param lfsSize what the pointer says, bytes; 0 outside LFS
 * @param lfs the bytes that the pointer stands for; null outside LFS, and where the host has lost them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SampleFile(
        String mode, byte[] bytes, String id, @Nullable String lfsSha256, long lfsSize, byte @Nullable [] lfs) {
    static final String PLAIN = "100644";
    static final String EXECUTABLE = "100755";
    static final String LINK = "120000";
    static final String SUBMODULE = "160000";

    static SampleFile of(String mode, byte[] bytes) {
        return new SampleFile(
                mode, bytes, GitObject.of(GitObject.Kind.BLOB, bytes).id(), null, 0, null);
    }

    static SampleFile submodule(String commit) {
        return new SampleFile(SUBMODULE, new byte[0], commit, null, 0, null);
    }

    /** The three lines of git LFS (docs/spec.md, version 1), and perhaps the bytes. */
    static SampleFile pointer(String sha256, long size, byte @Nullable [] lfs) {
        String text = "version https://git-lfs.github.com/spec/v1\noid sha256:" + sha256 + "\nsize " + size + "\n";
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new SampleFile(
                PLAIN, bytes, GitObject.of(GitObject.Kind.BLOB, bytes).id(), sha256, size, lfs);
    }

    static SampleFile lfs(byte[] content) {
        return pointer(sha256(content), content.length, content);
    }

    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(GitObject.digest("SHA-256").digest(content));
    }

    boolean isSubmodule() {
        return mode.equals(SUBMODULE);
    }
}
