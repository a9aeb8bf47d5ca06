package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.SafeUrl;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Brings a commit's history into the store as a bundle: a header of ours, and behind it the pack as the server sends it.
 *
 * <pre>
 *   have the base ─► it leads to the commit ─────────────► bundle that needs the base
 *        └──────────► it does not: unknown, rewritten ─┐
 *   no base ───────────────────────────────────────────┴─► bundle of all history
 * </pre>
 *
 * For one use.
 */
final class BundleFetch {
    private static final int OK = 200;

    private final HubHttp http;
    private final ObjectStore store;
    private final String hub;
    private final HttpUrl service;
    private final String commit;
    private final FetchLimits limits;
    private final long deadline;

    BundleFetch(HubHttp http, ObjectStore store, String hub, HttpUrl service, String commit, FetchLimits limits) {
        this.http = http;
        this.store = store;
        this.hub = hub;
        this.service = service;
        this.commit = commit;
        this.limits = limits;
        this.deadline = System.nanoTime() + limits.timeFor(null).toNanos();
    }

    Fetched from(@Nullable String base) throws StoreException {
        AtomicBoolean unrelated = new AtomicBoolean();
        Fetched fetched = attempt(base, unrelated);
        return unrelated.get() && base != null ? attempt(null, new AtomicBoolean()) : fetched;
    }

    private Fetched attempt(@Nullable String base, AtomicBoolean unrelated) throws StoreException {
        Way way = new Way(http, hub, service, deadline, hop -> GitQuestion.ask(hop, commit, base));
        return way.end(answer -> {
            if (answer.code() != OK) {
                return Refusals.of(answer, way.strayed());
            }
            try (answer) {
                return received(answer, base, unrelated);
            }
        });
    }

    private Fetched received(Response answer, @Nullable String base, AtomicBoolean unrelated) throws IOException {
        String url = SafeUrl.redact(answer.request().url());
        try {
            GitAnswer git = new GitAnswer(answer.body().source());
            if (!git.begin()) {
                unrelated.set(true);
                return Fetched.Failed.because(FileReason.NOT_THE_FILE, url + ": no pack, though nothing was had");
            }
            BundleHeader header = new BundleHeader(commit, base);
            Reception reception =
                    new Reception(store, SafeUrl.redact(service), limits.maxBytes(), new PackProof(header));
            return reception.receive(answer, bundle(header, git));
        } catch (GitRefusedException e) {
            return refused(url, e);
        } catch (WrongFormException e) {
            return Fetched.Failed.because(FileReason.NOT_THE_FILE, url + ": " + e.getMessage());
        }
    }

    static Fetched refused(String url, GitRefusedException said) {
        String message = url + " said: " + said.getMessage();
        return said.isUnknownCommit()
                ? Fetched.Failed.because(FileReason.NOT_FOUND, message)
                : new Fetched.Later(FileReason.HUB_ERROR, message, 0, null);
    }

    private static BufferedSource bundle(BundleHeader header, GitAnswer pack) {
        Buffer head = new Buffer().write(header.bytes());
        return Okio.buffer(new Source() {
            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                return head.exhausted() ? pack.read(sink, byteCount) : head.read(sink, byteCount);
            }

            @Override
            public Timeout timeout() {
                return pack.timeout();
            }

            @Override
            public void close() throws IOException {
                pack.close();
            }
        });
    }
}
