package io.ptmtorrent.sink.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object that goes up in parts, a few of them at the same time. For one thread at a time.
 *
 * <p>The first part that fails fails all that comes after it.
 */
final class S3Multipart {
    private static final Logger LOG = LoggerFactory.getLogger(S3Multipart.class);

    private final S3Bucket bucket;
    private final String name;
    private final String id;
    private final int inFlight;
    private final Semaphore turns;
    private final List<CompletableFuture<CompletedPart>> parts = new ArrayList<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean failed;

    private S3Multipart(S3Bucket bucket, String name, String id, int inFlight) {
        this.bucket = bucket;
        this.name = name;
        this.id = id;
        this.inFlight = inFlight;
        this.turns = new Semaphore(inFlight);
    }

    static S3Multipart begin(S3Bucket bucket, String name, ObjectLabel label, int inFlight) throws StoreException {
        return new S3Multipart(bucket, name, bucket.begin(name, label), inFlight);
    }

    /** Goes on behind parts that the server has already. */
    static S3Multipart resume(S3Bucket bucket, String name, String id, List<CompletedPart> parts, int inFlight) {
        S3Multipart multipart = new S3Multipart(bucket, name, id, inFlight);
        parts.forEach(part -> multipart.parts.add(CompletableFuture.completedFuture(part)));
        return multipart;
    }

    String name() {
        return name;
    }

    /** Parts sent so far. */
    int count() {
        return parts.size();
    }

    /** Sends a part, when it is its turn; its memory goes back when the server has it. */
    void send(Part part) throws StoreException {
        int number = parts.size() + 1;
        submit(() -> bucket.part(name, id, number, part), part::release);
    }

    /** Has the server copy a part from another object. */
    void copy(String from, PartSizes.Range range) throws StoreException {
        int number = parts.size() + 1;
        submit(() -> bucket.copyPart(from, name, id, number, range), () -> {});
    }

    /** Waits for all parts, and makes them one object. */
    void complete() throws StoreException {
        List<CompletedPart> all = new ArrayList<>();
        for (CompletableFuture<CompletedPart> part : parts) {
            all.add(await(part));
        }
        bucket.complete(name, id, all);
    }

    /** Waits until nothing is under way any more, and leaves the parts to who continues. */
    void leave() {
        turns.acquireUninterruptibly(inFlight);
    }

    /** Ends what is under way and has the server forget all parts; an interrupt does not keep it from that. */
    void abort() {
        threads.forEach(Thread::interrupt);
        boolean interrupted = Thread.interrupted();
        try {
            // A part that is still on its way would be kept after the others were forgotten.
            turns.acquireUninterruptibly(inFlight);
            bucket.abort(name, id);
        } catch (StoreException e) {
            LOG.atWarn().log("an upload is left for a later start to sweep up: {}", e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void submit(Callable<CompletedPart> request, Runnable after) throws StoreException {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            after.run();
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while " + name + " was uploaded", e);
        }
        if (failed) {
            turns.release();
            after.run();
            throw firstFailure();
        }
        CompletableFuture<CompletedPart> part = new CompletableFuture<>();
        parts.add(part);
        Thread thread = Thread.ofVirtual().name("part").unstarted(() -> run(request, after, part));
        threads.add(thread);
        thread.start();
    }

    private void run(Callable<CompletedPart> request, Runnable after, CompletableFuture<CompletedPart> part) {
        try {
            part.complete(request.call());
        } catch (Exception | Error e) {
            failed = true;
            part.completeExceptionally(e);
        } finally {
            after.run();
            threads.remove(Thread.currentThread());
            turns.release();
        }
    }

    private StoreException firstFailure() {
        for (CompletableFuture<CompletedPart> part : parts) {
            try {
                await(part);
            } catch (StoreException e) {
                return e;
            }
        }
        return new StoreException("a part of " + name + " failed", null);
    }

    private CompletedPart await(CompletableFuture<CompletedPart> part) throws StoreException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException known) {
                throw known;
            }
            throw new StoreException("a part of " + name + " failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while " + name + " was uploaded", e);
        }
    }
}
