package io.ptmtorrent.inspection.archive;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;

/**
 * A 7z archive, read by a library in one pass: a solid block is unpacked once, from its beginning. An entry is held while it is
 * looked into, so one of more than 8 MiB is not scannable.
 */
public final class SevenZip {
    private static final int HEADERS_KIB = 24 << 10;
    private static final int ENTRY = 8 << 20;
    private static final int ATTRIBUTES_OF_UNIX = 1 << 15;
    /** What a byte costs of the budget: LZMA is slow. */
    private static final int WEIGHT = 4;

    private final PackedChannel packed;
    private final Scope scope;
    private final byte[] chunk = new byte[1 << 13];
    private int entries;

    private SevenZip(Bytes bytes, Scope scope) {
        this.packed = new PackedChannel(bytes);
        this.scope = scope;
    }

    /** Reads all of it. */
    public static String read(Bytes bytes, Scope scope) throws IOException {
        SevenZip archive = new SevenZip(bytes, scope);
        try {
            archive.read();
        } catch (Broken e) {
            throw e;
        } catch (PasswordRequiredException e) {
            throw Broken.unscannable(0, "is encrypted");
        } catch (MemoryLimitException | OutOfMemoryError e) {
            throw Broken.unscannable(0, "needs more memory to unpack than we give: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            archive.packed.rethrow();
            throw Broken.malformed(archive.packed.position(), "cannot be unpacked: " + e);
        }
        return "7z";
    }

    private void read() throws IOException {
        try (SevenZFile file = SevenZFile.builder()
                .setSeekableByteChannel(packed)
                .setMaxMemoryLimitKiB(HEADERS_KIB)
                .get()) {
            for (SevenZArchiveEntry entry = file.getNextEntry(); entry != null; entry = file.getNextEntry()) {
                entries++;
                entry(entry, file);
            }
            if (entries == 0 && packed.size() > 32) {
                throw Broken.unscannable(32, "names no entry, and has more than a header");
            }
        }
    }

    private void entry(SevenZArchiveEntry entry, SevenZFile file) throws IOException {
        String name = entry.getName() == null ? "" : entry.getName();
        EntryNames.check(name, entries, scope);
        if (entry.isDirectory()) {
            return;
        }
        byte[] content = content(file);
        if (isLink(entry)) {
            EntryNames.link(name, new String(content, java.nio.charset.StandardCharsets.UTF_8), entries, scope);
        } else if (content.length > ENTRY) {
            scope.find(Rule.LIMIT, entries, "entry '" + name + "' is larger than " + ENTRY + " bytes");
        } else {
            scope.inspect(name, Bytes.of(content), Part.Certainty.OPENED);
        }
    }

    /** Of an entry that is too large, one byte more than is allowed. */
    private byte[] content(SevenZFile file) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int read = file.read(chunk); read > 0; read = file.read(chunk)) {
            scope.budget().take((long) read * WEIGHT, entries);
            if (content.size() <= ENTRY) {
                content.write(chunk, 0, read);
            }
        }
        return content.toByteArray();
    }

    private static boolean isLink(SevenZArchiveEntry entry) {
        int attributes = entry.getHasWindowsAttributes() ? entry.getWindowsAttributes() : 0;
        return (attributes & ATTRIBUTES_OF_UNIX) != 0 && ((attributes >>> 16) & 0170000) == 0120000;
    }
}
