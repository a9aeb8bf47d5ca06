package io.ptmtorrent.crawler.git;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last few repositories that were read, each at one commit, with the root tree that the commit names.
 *
 * <p>What is kept can never change. For any number of threads: who asks for what is being read waits for it, so that
 * fifty models of one repository cost two requests. What fails is not kept; who waited then tries in turn.
 */
public final class Snapshots {
    private static final int USUAL_MOST = 32;
    private static final long USUAL_WEIGHT = 64L << 20;

    private final GitHub github;
    private final Predicate<String> kept;
    private final int most;
    private final long mostWeight;
    private final LinkedHashMap<Place, Slot> slots = new LinkedHashMap<>(64, 0.75f, true);

    /** Keeps 32 of them at most, and about 64 MiB, beside the one that was asked for last.
     *
     * @param kept whether a path's content is wanted too
     */
    public Snapshots(GitHub github, Predicate<String> kept) {
        this(github, kept, USUAL_MOST, USUAL_WEIGHT);
    }

    Snapshots(GitHub github, Predicate<String> kept, int most, long mostWeight) {
        this.github = github;
        this.kept = kept;
        this.most = most;
        this.mostWeight = mostWeight;
    }

    /**
     * The files of one commit: two requests, or none.
     *
     * @param repository under its present name, as {@link Head.At} says
     * @param commit 40 hex digits
     */
    public Checkout at(Repository repository, String commit) throws IOException {
        Slot slot = slot(new Place(repository, commit));
        try {
            slot.lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another thread reads " + repository);
        }
        try {
            Checkout held = slot.checkout;
            return held == null ? read(slot, repository, commit) : held;
        } finally {
            slot.lock.unlock();
        }
    }

    private Checkout read(Slot slot, Repository repository, String commit) throws IOException {
        Checkout read = github.snapshot(repository, commit, kept);
        if (!(read instanceof Snapshot snapshot)) {
            return read;
        }
        Snapshot whole = snapshot.of(github.commit(repository, commit).orElse(null));
        slot.checkout = whole;
        slot.weight = whole.weight();
        evict();
        return whole;
    }

    private synchronized Slot slot(Place place) {
        return slots.computeIfAbsent(place, any -> new Slot());
    }

    /** The longest unused go first; the newest stays, however heavy. */
    private synchronized void evict() {
        long weight = slots.values().stream().mapToLong(slot -> slot.weight).sum();
        Iterator<Map.Entry<Place, Slot>> oldest = slots.entrySet().iterator();
        while (slots.size() > 1 && (slots.size() > most || weight > mostWeight)) {
            weight -= oldest.next().getValue().weight;
            oldest.remove();
        }
    }

    private record Place(Repository repository, String commit) {}

    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable Checkout checkout;
        private volatile long weight;
    }
}
