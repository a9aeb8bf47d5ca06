package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.inspect.Inspections.Look;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Brings a file from its host into the store: hop by hop, streamed, verified, then visible.
 *
 * <pre>
 *   there already, with these bytes? ─ yes ─► stored
 *      │ no
 *   ask ─► redirect: read its hints, follow ─► 200: stream into an upload, digest ─► as announced? ─ yes ─► stored
 *      └─► any other answer: Refusals                                                       └─ no ──► nothing visible
 * </pre>
 *
 * <p>For any number of threads; a fetch blocks its thread: run it on a virtual one. An interrupt ends it.
 */
public final class ArtifactFetcher {
    private static final int OK = 200;

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
        return known == null ? ask(hub, url, expected, limits, Proof.byName(url), name) : known;
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
        return ask(hub, url, nothing, limits, new TreeProof(tree, ArchiveBounds.USUAL), null);
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

    /** @param name what is looked into under it; null where it is not looked into */
    private Fetched ask(
            String hub, HttpUrl url, Expected expected, FetchLimits limits, Proof proof, @Nullable String name)
            throws StoreException {
        Way way = new Way(http, hub, url, limits.timeFor(expected.size()));
        return way.end(answer -> {
            Headers first = way.first();
            return answer.code() == OK
                    ? new Reception(store, limits.maxBytes(), proof)
                            .inspected(inspections, name)
                            .receive(answer, first, expected.filledBy(first))
                    : Refusals.of(answer, way.strayed());
        });
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
            if (!sha256.equals(readBack(key, look))) {
                return null;
            }
            Inspection report = look.report(store, key, size.getAsLong());
            return report != null && inspections.refuses(report)
                    ? Refusals.dangerous(store, key, true, report, 0)
                    : new Fetched.Stored(key, sha256, size.getAsLong(), Verification.SHA256, null, 0, report);
        }
    }

    private String readBack(ObjectKey key, Look look) throws StoreException {
        Digests digests = Digests.of(new Expected(null, null, null));
        byte[] buffer = new byte[Intake.BUFFER_BYTES];
        try (InputStream bytes = store.read(key)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digests.update(buffer, 0, read);
                look.write(buffer, 0, read);
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException("could not read back " + key + ": " + e, e);
        }
        return digests.computed().sha256();
    }
}
