package io.ptmtorrent.local.verify;

import io.ptmtorrent.sink.store.ObjectStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * One way through the claims: a few are read at the same time, and dealt with in their order.
 *
 * <p>A place is passed when all up to it was told. A manifest that looks lost may be a newer one than was claimed, so it
 * is compared again with what its package says by then. For one thread.
 */
final class Pass implements AutoCloseable {
    private static final int TOGETHER = 8;
    private static final int MOST_SUSPECTS = 10_000;

    private final ObjectCheck check;
    private final ObjectStore store;
    private final Losses losses;
    private final UnaryOperator<Map<String, Claim>> newest;
    private final Choice choice;
    private final BooleanSupplier stopped;
    private final Verifying.Listener listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Claim> chunk = new ArrayList<>();
    private final SequencedMap<String, Claim> suspects = new LinkedHashMap<>();
    private Tally tally;
    private boolean cut;

    /** Where losses are told. */
    @FunctionalInterface
    interface Losses {
        /** Returns when it is known that it was told. */
        void lost(Claim claim) throws IOException, InterruptedException;
    }

    /** @param newest what packages say now, by model key, of manifests that look lost */
    Pass(
            ObjectCheck check,
            ObjectStore store,
            Losses losses,
            UnaryOperator<Map<String, Claim>> newest,
            Choice choice,
            BooleanSupplier stopped,
            Verifying.Listener listener) {
        this.check = check;
        this.store = store;
        this.losses = losses;
        this.newest = newest;
        this.choice = choice;
        this.stopped = stopped;
        this.listener = listener;
        tally = Tally.NOTHING.at(choice.after());
    }

    /** The next one; nothing once it was stopped. */
    void add(Claim claim) throws IOException {
        cut |= stopped.getAsBoolean();
        if (!cut) {
            chunk.add(claim);
        }
        if (chunk.size() == TOGETHER) {
            work();
        }
    }

    /** Deals with all that was added. */
    void settle() throws IOException {
        work();
        judge();
    }

    Tally end() throws IOException {
        settle();
        return tally.ended(!cut);
    }

    private void work() throws IOException {
        List<Finding> findings = readAll(chunk);
        for (int i = 0; i < chunk.size(); i++) {
            dealWith(chunk.get(i), findings.get(i));
        }
        chunk.clear();
        if (suspects.size() >= MOST_SUSPECTS) {
            judge();
        }
        listener.reached(tally);
    }

    private void dealWith(Claim claim, Finding finding) throws IOException {
        if (claim.isManifest() && finding.isLost()) {
            suspects.put(claim.place(), claim);
        } else if (finding.condition() == Condition.WRONG) {
            settle(claim, readAll(List.of(claim)).getFirst());
        } else {
            settle(claim, finding);
        }
        if (suspects.isEmpty()) {
            tally = tally.at(claim.place());
        }
    }

    /** Of the manifests that look lost, those that are. */
    private void judge() throws IOException {
        if (suspects.isEmpty()) {
            return;
        }
        List<Claim> claims = List.copyOf(newest.apply(suspects).values());
        List<Finding> findings = readAll(claims);
        for (int i = 0; i < claims.size(); i++) {
            settle(claims.get(i), findings.get(i));
        }
        tally = tally.at(suspects.lastEntry().getKey());
        suspects.clear();
        listener.reached(tally);
    }

    private void settle(Claim claim, Finding finding) throws IOException {
        tally = tally.with(claim, finding);
        if (finding.isLost() && choice.changes()) {
            if (finding.condition() == Condition.WRONG && !claim.isManifest()) {
                store.delete(claim.object());
            }
            tell(claim);
        }
        if (finding.condition() != Condition.RIGHT) {
            listener.found(finding);
        }
    }

    private void tell(Claim claim) throws IOException {
        try {
            losses.lost(claim);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private List<Finding> readAll(List<Claim> claims) throws IOException {
        List<Callable<Finding>> reads = new ArrayList<>();
        claims.forEach(claim -> reads.add(() -> check.check(claim)));
        List<Finding> findings = new ArrayList<>();
        try {
            for (Future<Finding> read : threads.invokeAll(reads)) {
                findings.add(read.get());
            }
            return findings;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new IOException("could not read objects: " + e.getCause(), e.getCause());
        }
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException told = new InterruptedIOException("interrupted while objects were read");
        told.initCause(e);
        return told;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
