package io.ptmtorrent.samplehub;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bytes of the files and their digests, made when they are asked for.
 *
 * <p>Safe for all threads; remembers the digests of the last {@value #REMEMBERED} contents.
 */
final class FileBytes {
    private static final int REMEMBERED = 20_000;

    /** Larger than any file that is not asked for by a fault. */
    private static final int HEAVY = 16 << 20;

    private final long seed;
    private final Map<FileSpec, byte[]> heavy = new ConcurrentHashMap<>();
    private final Map<Long, FileDigests> known = new LinkedHashMap<>(1_024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, FileDigests> eldest) {
            return size() > REMEMBERED;
        }
    };

    FileBytes(long seed) {
        this.seed = seed;
    }

    /** The file's bytes: text lines for small files, noise for large ones; heavy ones are kept once they are made. */
    byte[] of(FileSpec file) {
        if (file.size() >= HEAVY) {
            return heavy.computeIfAbsent(file, FileBytes::noise);
        }
        return file.large() ? noise(file) : text(file);
    }

    FileDigests digests(FileSpec file) {
        synchronized (known) {
            FileDigests held = known.get(key(file));
            if (held != null) {
                return held;
            }
        }
        FileDigests made = digest(file);
        synchronized (known) {
            known.put(key(file), made);
        }
        return made;
    }

    private FileDigests digest(FileSpec file) {
        byte[] bytes = of(file);
        String sha256 = Digests.sha256(bytes);
        String blob = Digests.gitBlob(bytes);
        String decoy = Digests.hex(seed, file.content(), Salt.SIGNATURE, 64);
        if (!file.lying()) {
            return new FileDigests(sha256, sha256, blob, oid(file, sha256, blob), decoy);
        }
        byte[] other = {1};
        String wrong = Digests.sha256(other);
        return new FileDigests(sha256, wrong, blob, oid(file, wrong, Digests.gitBlob(other)), decoy);
    }

    private static String oid(FileSpec file, String announced, String blob) {
        return file.large() ? Digests.gitBlob(Digests.lfsPointer(announced, file.size())) : blob;
    }

    private static long key(FileSpec file) {
        return Dice.mix(file.content(), file.size(), (file.lying() ? 2 : 0) + (file.large() ? 1 : 0));
    }

    private static byte[] noise(FileSpec file) {
        byte[] bytes = new byte[file.size()];
        Dice dice = new Dice(file.content(), file.size(), Salt.CONTENT);
        for (int i = 0; i < bytes.length; ) {
            long word = dice.next();
            for (int b = 0; b < Long.BYTES && i < bytes.length; b++) {
                bytes[i++] = (byte) (word >>> (8 * b));
            }
        }
        return bytes;
    }

    private static byte[] text(FileSpec file) {
        byte[] bytes = new byte[file.size()];
        Arrays.fill(bytes, (byte) ' ');
        byte[] mark = ("{\"sample\":\"" + Long.toHexString(file.content()) + "\"")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(mark, 0, bytes, 0, Math.min(mark.length, bytes.length));
        bytes[bytes.length - 1] = mark.length < bytes.length ? (byte) '}' : (byte) '\n';
        return bytes;
    }
}
