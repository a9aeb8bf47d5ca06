package io.ptmtorrent.local.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Remembers contents by 64 bits of a digest of their request keys: sixteen bytes or so each, where a mirror has tens of
 * millions.
 *
 * <p>Among thirty million two differ in none of those bits with a chance of one in forty thousand; a count is one off
 * then. For one thread.
 */
final class ContentSet {
    private static final int FIRST = 1 << 10;

    private final MessageDigest digest;
    private long[] places = new long[FIRST];
    private int held;

    ContentSet() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The name of a content in every set. */
    long id(String requestKey) {
        long id = ByteBuffer.wrap(digest.digest(requestKey.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return id == 0 ? 1 : id;
    }

    /** Adds one; false where it is there. */
    boolean add(long id) {
        if (2 * held > places.length) {
            grow();
        }
        int place = place(id);
        boolean added = places[place] == 0;
        places[place] = id;
        held += added ? 1 : 0;
        return added;
    }

    boolean contains(long id) {
        return places[place(id)] == id;
    }

    private int place(long id) {
        int place = (int) (id & (places.length - 1));
        while (places[place] != 0 && places[place] != id) {
            place = (place + 1) & (places.length - 1);
        }
        return place;
    }

    private void grow() {
        long[] before = places;
        places = new long[2 * before.length];
        for (long id : before) {
            if (id != 0) {
                places[place(id)] = id;
            }
        }
    }
}
