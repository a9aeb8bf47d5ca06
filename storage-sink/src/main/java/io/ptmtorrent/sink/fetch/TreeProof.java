package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.Verification;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a repository's archive with the root tree of its commit.
 *
 * <p>An archive of another tree proves nothing: {@code export-ignore} and {@code export-subst} change archives by the
 * owner's will, and a submodule's commit is not in them (gitattributes, git-archive).
 */
final class TreeProof implements Proof {
    private final @Nullable String announced;
    private final ArchiveBounds bounds;
    private Optional<String> found = Optional.empty();

    /** @param announced root tree id, 40 hex digits; null where unknown */
    TreeProof(@Nullable String announced, ArchiveBounds bounds) {
        this.announced = announced;
        this.bounds = bounds;
    }

    @Override
    public void look(Intake bytes) throws IOException {
        try {
            found = new ArchiveTree(bounds).read(bytes);
        } catch (IOException e) {
            // The bytes ended by a failure, by our own limit, or in their middle: that says nothing of their form.
            if (bytes.failure() != null || e instanceof EOFException) {
                throw e;
            }
            throw new WrongFormException("no tar in gzip: " + e.getMessage());
        }
    }

    /** An archive is packed anyway, and its files tell whether they are the right ones. */
    @Override
    public boolean takesPacked() {
        return true;
    }

    @Override
    public Verification of(Digests.Computed got) {
        boolean same = announced != null && found.filter(announced::equals).isPresent();
        return same ? Verification.GIT_TREE : Verification.NONE;
    }
}
