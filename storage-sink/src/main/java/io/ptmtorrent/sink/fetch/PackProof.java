package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.Verification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Looks into a bundle's pack while it comes: whether it is whole, unpacks, ends in its own digest, and has the commit that
 * it is to lead to (gitformat-pack, version 2 and 3).
 *
 * <p>That every object behind the commit is there only a reader that keeps them all can tell: {@code git fetch} does.
 */
final class PackProof implements Proof {
    private static final byte[] MAGIC = {'P', 'A', 'C', 'K', 0, 0, 0};
    private static final int DIGEST = 20;
    private static final int COMMIT = 1;
    private static final int LAST_PLAIN = 4;
    private static final int BY_DISTANCE = 6;
    private static final int BY_ID = 7;
    private static final long MOST_COMMIT_BYTES = 32L << 20;

    private final BundleHeader header;
    private final CommitSearch search;
    private Verification shown = Verification.NONE;

    PackProof(BundleHeader header) {
        this.header = header;
        this.search = new CommitSearch(header.commit(), MOST_COMMIT_BYTES);
    }

    @Override
    public void look(Intake bundle) throws IOException {
        bundle.skipNBytes(header.bytes().length);
        try (PackBytes pack = new PackBytes(bundle)) {
            long objects = begin(pack);
            for (long i = 0; i < objects; i++) {
                object(pack);
            }
            end(pack);
            conclude(objects);
        }
    }

    @Override
    public Verification of(Digests.Computed got) {
        return shown;
    }

    private static long begin(PackBytes pack) throws IOException {
        byte[] magic = pack.read(MAGIC.length);
        int version = pack.read();
        if (!Arrays.equals(magic, MAGIC) || version < 2 || version > 3) {
            throw new WrongFormException("no pack of git's");
        }
        long objects = 0;
        for (byte each : pack.read(4)) {
            objects = objects << 8 | (each & 0xff);
        }
        return objects;
    }

    private void object(PackBytes pack) throws IOException {
        long position = pack.position();
        PackBytes.Header object = pack.header();
        if (object.kind() == COMMIT) {
            byte[] content = content(pack, object.size(), search.takes(object.size()));
            if (content.length > 0) {
                search.commit(position, content);
            }
        } else if (object.kind() == BY_DISTANCE) {
            long base = position - pack.baseDistance();
            byte[] delta = content(pack, object.size(), search.takesDelta(base, object.size()));
            search.delta(position, base, delta);
        } else if (object.kind() == BY_ID) {
            pack.read(DIGEST);
            content(pack, object.size(), false);
            search.overlooked();
        } else if (object.kind() == 0 || object.kind() > LAST_PLAIN) {
            throw new WrongFormException("a pack with an object of kind " + object.kind());
        } else {
            content(pack, object.size(), false);
        }
    }

    private static byte[] content(PackBytes pack, long size, boolean kept) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream(kept ? (int) size : 0);
        pack.inflate(size, kept ? (bytes, length) -> content.write(bytes, 0, length) : (bytes, length) -> {});
        return content.toByteArray();
    }

    private static void end(PackBytes pack) throws IOException {
        byte[] digest = pack.digest();
        if (!Arrays.equals(digest, pack.read(DIGEST))) {
            throw new WrongFormException("a pack that does not end in its own SHA-1");
        }
        if (!pack.isAtEnd()) {
            throw new WrongFormException("bytes behind a pack's end");
        }
    }

    /** A pack without objects is right where the commit is older than the base: there is nothing to show then. */
    private void conclude(long objects) throws WrongFormException {
        boolean nothing = objects == 0 && header.base() != null;
        switch (search.outcome()) {
            case FOUND -> shown = Verification.GIT_PACK;
            case UNKNOWN -> shown = Verification.NONE;
            case NOT_THERE -> {
                if (!nothing) {
                    throw new WrongFormException("a pack without the commit " + header.commit());
                }
            }
        }
    }
}
