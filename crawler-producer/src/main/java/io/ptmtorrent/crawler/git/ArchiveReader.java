package io.ptmtorrent.crawler.git;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** Takes an archive's entries one by one: digests each file, and keeps what is asked for. For one archive. */
final class ArchiveReader {
    private static final int LONGEST_PATH = 4_096;
    private static final int BUFFER = 64 * 1024;

    private final Predicate<String> kept;
    private final ArchiveLimits limits;
    private final byte[] buffer = new byte[BUFFER];
    private int entries;
    private long bytes;
    private long keptBytes;

    ArchiveReader(Predicate<String> kept, ArchiveLimits limits) {
        this.kept = kept;
        this.limits = limits;
    }

    /**
     * Reads an entry.
     *
     * @param content the archive, at the entry's first byte
     * @return null for a folder
     */
    Snapshot.@Nullable Entry read(TarArchiveEntry entry, InputStream content) throws IOException {
        if (++entries > limits.entries()) {
            throw new UnusableArchiveException("an archive of more than " + limits.entries() + " entries");
        }
        String path = path(entry.getName());
        if (entry.isDirectory()) {
            return null;
        }
        if (entry.isSymbolicLink()) {
            byte[] target = entry.getLinkName().getBytes(StandardCharsets.UTF_8);
            return new Snapshot.Entry(path, target.length, GitIds.blob(target), null, null);
        }
        if (!isPlain(entry)) {
            throw new UnusableArchiveException("an archive with an entry that git has none of: '" + path + "'");
        }
        return file(path, entry.getSize(), content);
    }

    private static boolean isPlain(TarArchiveEntry entry) {
        byte type = entry.getLinkFlag();
        return (type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM) && !entry.isSparse();
    }

    /** Without the folder that holds all: {@code name-commit/}. */
    private static String path(String name) throws UnusableArchiveException {
        if (name.length() > LONGEST_PATH) {
            throw new UnusableArchiveException("an archive with a path of " + name.length() + " characters");
        }
        return name.substring(name.indexOf('/') + 1);
    }

    private Snapshot.Entry file(String path, long size, InputStream in) throws IOException {
        boolean keeps = size <= limits.keptFile() && keptBytes + size <= limits.keptBytes() && kept.test(path);
        boolean looks = keeps || size <= LfsPointer.MOST_BYTES;
        ByteArrayOutputStream read = looks ? new ByteArrayOutputStream((int) size) : null;
        GitIds.Digest digest = GitIds.ofBlob(size);
        for (long left = size; left > 0; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException("an archive that ends within '" + path + "'");
            }
            left -= count;
            count(count);
            digest.update(buffer, count);
            if (read != null) {
                read.write(buffer, 0, count);
            }
        }
        keptBytes += keeps ? size : 0;
        byte[] content = read == null ? null : read.toByteArray();
        LfsPointer lfs = content == null ? null : LfsPointer.parse(content).orElse(null);
        return new Snapshot.Entry(path, size, digest.hex(), lfs, keeps ? content : null);
    }

    private void count(int more) throws UnusableArchiveException {
        bytes += more;
        if (bytes > limits.bytes()) {
            throw new UnusableArchiveException("an archive of more than " + limits.bytes() + " bytes");
        }
    }
}
