package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.http.TarHeaders;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Computes the root tree of the commit that {@code git archive} wrote: reads, and writes nothing anywhere.
 *
 * <p>Names are text here, and git's are bytes: an archive with a name that is not UTF-8 shows nothing. For one use.
 */
final class ArchiveTree {
    private static final int BUFFER = 64 * 1024;
    private static final int EXECUTABLE = 0100;

    private final ArchiveBounds bounds;
    private final GitTree tree = new GitTree();
    private final byte[] buffer = new byte[BUFFER];
    private int entries;
    private long pathChars;
    private long bytes;

    ArchiveTree(ArchiveBounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Reads an archive, not always to its end.
     *
     * @return the tree's id; empty where the archive is beyond the bounds, or holds what no tree of git does
     * @throws IOException where it is no tar in gzip; an EOFException where it ends early
     */
    Optional<String> read(InputStream archive) throws IOException {
        try (TarHeaders headers = new TarHeaders(new GZIPInputStream(new Unclosed(archive), BUFFER));
                TarArchiveInputStream tar = new TarArchiveInputStream(headers, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                headers.content();
                if (!isWithinBounds(entry) || !add(entry, tar)) {
                    return Optional.empty();
                }
                headers.header();
            }
            return entries == 0 ? Optional.empty() : tree.id();
        } catch (TarHeaders.TooLong e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            // The library's word for a header that cannot be.
            throw new IOException(e.getMessage(), e);
        }
    }

    private boolean isWithinBounds(TarArchiveEntry entry) {
        entries++;
        pathChars += entry.getName().length();
        bytes += Math.max(0, entry.getSize());
        return entries <= bounds.entries() && pathChars <= bounds.pathChars() && bytes <= bounds.bytes();
    }

    /** Adds an entry; false where no tree holds it. */
    private boolean add(TarArchiveEntry entry, InputStream content) throws IOException {
        // Without the folder that holds all: name-commit/.
        String name = entry.getName();
        int slash = name.indexOf('/');
        String path = slash < 0 ? "" : name.substring(slash + 1);
        if (entry.isDirectory()) {
            return path.isEmpty() || tree.folder(path.substring(0, path.length() - 1));
        }
        if (entry.isSymbolicLink()) {
            byte[] target = entry.getLinkName().getBytes(StandardCharsets.UTF_8);
            return tree.file(
                    path,
                    GitTree.LINK,
                    GitTree.blob(target.length).add(target, target.length).id());
        }
        if (!isPlain(entry)) {
            return false;
        }
        String mode = (entry.getMode() & EXECUTABLE) == 0 ? GitTree.PLAIN : GitTree.EXECUTABLE;
        return tree.file(path, mode, blob(entry.getSize(), content));
    }

    private static boolean isPlain(TarArchiveEntry entry) {
        byte type = entry.getLinkFlag();
        return (type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM) && !entry.isSparse();
    }

    private byte[] blob(long size, InputStream content) throws IOException {
        GitTree.Blob blob = GitTree.blob(size);
        for (long left = size; left > 0; ) {
            int count = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException("an archive that ends within a file");
            }
            blob.add(buffer, count);
            left -= count;
        }
        return blob.id();
    }

    /** Closing the reader must not close the answer: the rest of its bytes is still to be stored. */
    private static final class Unclosed extends java.io.FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
