package io.ptmtorrent.crawler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The cursors that a run followed: the last 65,536 of them, 8 bytes of hash each. For one thread. */
final class SeenCursors {
    private static final int REMEMBERED = 65_536;

    private final Map<Long, Boolean> hashes = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    void add(String cursor) {
        hashes.put(hash(cursor), true);
    }

    boolean contains(String cursor) {
        return hashes.containsKey(hash(cursor));
    }

    private static long hash(String cursor) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(cursor.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
