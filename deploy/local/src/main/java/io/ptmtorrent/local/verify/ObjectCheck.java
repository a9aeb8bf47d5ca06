package io.ptmtorrent.local.verify;

import io.ptmtorrent.sink.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reads one object and compares it with what is claimed of it. For any number of threads. */
final class ObjectCheck {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final ObjectStore store;
    private final Throttle throttle;

    ObjectCheck(ObjectStore store, Throttle throttle) {
        this.store = store;
        this.throttle = throttle;
    }

    Finding check(Claim claim) throws InterruptedException {
        String key = claim.object().text();
        try {
            if (store.size(claim.object()).isEmpty()) {
                return new Finding(key, claim.sha256(), Condition.MISSING, null, 0);
            }
            return read(claim, key);
        } catch (InterruptedIOException e) {
            throw (InterruptedException) new InterruptedException("while reading " + key).initCause(e);
        } catch (IOException e) {
            return new Finding(key, claim.sha256(), Condition.UNREADABLE, String.valueOf(e.getMessage()), 0);
        }
    }

    private Finding read(Claim claim, String key) throws IOException, InterruptedException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        try (InputStream in = store.read(claim.object())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
                throttle.took(read);
            }
        }
        String found = HexFormat.of().formatHex(digest.digest());
        return found.equals(claim.sha256())
                ? new Finding(key, claim.sha256(), Condition.RIGHT, null, bytes)
                : new Finding(key, claim.sha256(), Condition.WRONG, found, bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
