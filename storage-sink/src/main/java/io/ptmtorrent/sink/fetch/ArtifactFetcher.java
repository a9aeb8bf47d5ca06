package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.SafeUrl;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.inspect.Inspections.Look;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectLabel;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import io.ptmtorrent.sink.store.Upload;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Brings a file from its host into the store: hop by hop, streamed, verified, then visible.
 *
 * <pre>
 *   there already, with these bytes? ─ yes ─► stored
 *      │ no
 *   begun by somebody who is gone? ─ yes ─► Remainder
 *      │ no
 *   ask ─► redirect: read its hints, follow ─► 200: stream into an upload, digest ─► as announced? ─ yes ─► stored
 *      └─► any other answer: Refusals                                                       └─ no ──► nothing visible
 * </pre>
 *
 * <p>For any number of threads; a fetch blocks its thread: run it on a virtual one. An interrupt ends it.
 */
public final class ArtifactFetcher {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_SATISFIABLE = 416;

    /** What a repository's archive is called; its host calls it by a commit. */
    private static final String ARCHIVE = "repository.tar.gz";

    private final HubHttp http;
    private final ObjectStore store;
    private final Inspections inspections;

    /** Looks into nothing. */
    public ArtifactFetcher(HubHttp http, ObjectStore store) {
        this(http, store, Inspections.NONE);
    }

    public ArtifactFetcher(HubHttp http, ObjectStore store, Inspections inspections) {
        this.http = http;
        this.store = store;
        this.inspections = inspections;
    }

    /**
     * Fetches one file.
     *
     * @param hub on whose behalf
     * @param url canonical
     * @throws StoreException when the store cannot take it; the network's failures are {@link Fetched.Later}
     */
    public Fetched fetch(String hub, HttpUrl url, Expected expected, FetchLimits limits) throws StoreException {
        if (expected.size() != null && expected.size() > limits.maxBytes()) {
            return Fetched.Failed.because(
                    FileReason.TOO_LARGE, expected.size() + " bytes, more than the limit of " + limits.maxBytes());
        }
        String name = url.pathSegments().getLast();
        Fetched known = known(expected, name);
        Fetched found = known == null ? resumed(hub, url, expected, limits, name) : known;
        return found == null ? ask(hub, url, expected, limits, Proof.byName(url), name) : found;
    }

    /**
     * Fetches a git repository's archive: tar in gzip, as {@code git archive} writes it. It is stored as it comes; where its
     * files have the announced tree it is verified.
     *
     * @param tree root tree of the commit, 40 hex digits; null where unknown
     * @throws StoreException as {@link #fetch} does
     */
    public Fetched fetchRepository(String hub, HttpUrl url, @Nullable String tree, FetchLimits limits)
            throws StoreException {
        Expected nothing = new Expected(null, null, null);
        return ask(hub, url, nothing, limits, new TreeProof(tree, ArchiveBounds.USUAL), ARCHIVE);
    }

    /**
     * Fetches a git repository's history up to a commit, as a git bundle (gitformat-bundle, version 2). The pack in it is
     * stored as the server sends it.
     *
     * @param url of the repository, as git clones it
     * @param commit 40 hex digits
     * @param base commit from which on the history is enough, 40 hex digits; null for all of it. A server that does not
     *     lead from there to the commit gives all of it, too
     * @throws StoreException as {@link #fetch} does
     */
    public Fetched fetchBundle(String hub, HttpUrl url, String commit, @Nullable String base, FetchLimits limits)
            throws StoreException {
        HttpUrl service = url.newBuilder().addPathSegment("git-upload-pack").build();
        return new BundleFetch(http, store, hub, service, commit, limits).from(base);
    }

    /** @param name what is looked into under it */
    private Fetched ask(String hub, HttpUrl url, Expected expected, FetchLimits limits, Proof proof, String name)
            throws StoreException {
        long deadline = System.nanoTime() + limits.timeFor(expected.size()).toNanos();
        Way way = new Way(http, hub, url, deadline, UnaryOperator.identity());
        return way.end(answer -> {
            Headers first = way.first();
            if (answer.code() != OK) {
                return Refusals.of(answer, way.strayed());
            }
            Reception reception =
                    new Reception(store, SafeUrl.redact(url), limits.maxBytes(), proof).inspected(inspections, name);
            return reception.receive(
                    answer, first, expected.filledBy(first), (from, tag) -> rest(hub, url, deadline, from, tag));
        });
    }

    /** Goes on with what a process left that is gone; null where there is nothing, or the host gives whole files alone. */
    private @Nullable Fetched resumed(String hub, HttpUrl url, Expected expected, FetchLimits limits, String name)
            throws StoreException {
        String sha256 = expected.sha256();
        Long size = expected.size();
        if (sha256 == null || size == null) {
            return null;
        }
        ObjectLabel label = new ObjectLabel(sha256, SafeUrl.redact(url), "");
        Upload left = store.resume(ObjectKey.blob(sha256), size, label);
        if (left == null) {
            return null;
        }
        Remainder remainder = new Remainder(store, left, sha256, size, inspections, name);
        return resumed(hub, url, left, remainder, limits.timeFor(size));
    }

    private @Nullable Fetched resumed(String hub, HttpUrl url, Upload left, Remainder remainder, Duration time)
            throws StoreException {
        if (!remainder.isMissing()) {
            return remainder.receive(SafeUrl.redact(url));
        }
        long deadline = System.nanoTime() + time.toNanos();
        AtomicBoolean whole = new AtomicBoolean();
        UnaryOperator<Request> asked = hop ->
                hop.newBuilder().header("Range", "bytes=" + left.held() + "-").build();
        Way way = new Way(http, hub, url, deadline, asked);
        try {
            Fetched fetched = way.end(answer -> {
                if (remainder.isContinuedBy(answer)) {
                    return remainder.receive(answer, (from, tag) -> rest(hub, url, deadline, from, tag));
                }
                whole.set(answer.code() == OK || answer.code() == PARTIAL || answer.code() == NOT_SATISFIABLE);
                return Refusals.of(answer, way.strayed());
            });
            return whole.get() ? null : fetched;
        } finally {
            end(left, whole.get());
        }
    }

    /** After what completed or closed it this does nothing. */
    private static void end(Upload left, boolean givenUp) {
        if (givenUp) {
            left.close();
        } else {
            left.leave();
        }
    }

    /** All hops again: a signature may have expired meanwhile. */
    private Response rest(String hub, HttpUrl url, long deadline, long from, String tag) throws IOException {
        UnaryOperator<Request> asked = hop -> hop.newBuilder()
                .header("Range", "bytes=" + from + "-")
                .header("If-Range", tag)
                .build();
        return new Way(http, hub, url, deadline, asked).answer();
    }

    /**
     * An object that a crash left unannounced, or that another request brought: read back, since its key alone proves
     * nothing to one who was told that it is lost.
     */
    private @Nullable Fetched known(Expected expected, String name) throws StoreException {
        String sha256 = expected.sha256();
        if (sha256 == null) {
            return null;
        }
        ObjectKey key = ObjectKey.blob(sha256);
        OptionalLong size = store.size(key);
        if (size.isEmpty()) {
            return null;
        }
        try (Look look = inspections.begin(name, size.getAsLong())) {
            if (!sha256.equals(ReadBack.digest(store.read(key), key, look).sha256())) {
                return null;
            }
            Inspection report = look.report(store, key, size.getAsLong());
            return Refusals.unlessDangerous(
                    inspections,
                    store,
                    true,
                    new Fetched.Stored(key, sha256, size.getAsLong(), Verification.SHA256, null, 0, report));
        }
    }
}
