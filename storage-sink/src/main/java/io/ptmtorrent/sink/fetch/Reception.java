package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.http.SafeUrl;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import io.ptmtorrent.sink.store.Upload;
import java.io.IOException;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/** Takes one answer's bytes into the store, and lets them be seen only if they are the announced ones. For one use. */
final class Reception {
    static final int BUFFER_BYTES = 64 * 1024;

    private final ObjectStore store;
    private final long maxBytes;
    private final Buffer head = new Buffer();
    private long received;

    Reception(ObjectStore store, long maxBytes) {
        this.store = store;
        this.maxBytes = maxBytes;
    }

    /**
     * Reads and closes the answer.
     *
     * @param first headers of the first hop, the hub's own
     */
    Fetched receive(Response response, Headers first, Expected announced) throws StoreException {
        String url = SafeUrl.redact(response.request().url());
        try (response) {
            long length = response.body().contentLength();
            Expected expected = length < 0 ? announced : announced.withLength(length);
            Comparison comparison = new Comparison(url, expected, maxBytes);
            return comparison.refusesLength(length)
                    ? comparison.byLength(length, glance(response.body().source()), head.snapshot())
                    : stored(response, first, comparison);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            // Also where fewer bytes came than the answer announced.
            return new Fetched.Later(FileReason.NETWORK, url + ": " + e, received, null);
        }
    }

    private Fetched stored(Response response, Headers first, Comparison comparison) throws IOException {
        Expected expected = comparison.expected();
        long length = response.body().contentLength();
        ObjectKey known = expected.sha256() == null ? null : ObjectKey.blob(expected.sha256());
        Digests digests = Digests.of(expected);
        try (Upload upload = store.begin(known, length < 0 ? expected.size() : Long.valueOf(length))) {
            boolean whole = copy(response.body().source(), upload, digests, comparison.most());
            Digests.Computed got = digests.computed();
            if (!whole) {
                return comparison.tooMany(got, head.snapshot());
            }
            if (endedEarly(response, expected, got)) {
                String message = comparison.url() + ": ended after " + got.size() + " bytes";
                return new Fetched.Later(FileReason.NETWORK, message, got.size(), null);
            }
            Fetched.Failed wrong = comparison.whole(got, head.snapshot());
            return wrong == null ? shown(upload, first, response.headers(), expected, got) : wrong;
        }
    }

    /** Copies to the end, or until there is more than allowed: false then. */
    private boolean copy(BufferedSource source, Upload upload, Digests digests, long most) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = fill(source, buffer); read > 0; read = fill(source, buffer)) {
            received += read;
            digests.update(buffer, read);
            keepHead(buffer, read);
            if (digests.size() > most) {
                return false;
            }
            upload.write(buffer, 0, read);
        }
        return true;
    }

    /** As much as the buffer holds, so that the store gets few large writes; 0 at the end. */
    private static int fill(BufferedSource source, byte[] buffer) throws IOException {
        int filled = 0;
        while (filled < buffer.length) {
            int read = source.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                return filled;
            }
            filled += read;
        }
        return filled;
    }

    private void keepHead(byte[] bytes, int length) {
        int room = (int) (WrongBytes.HEAD_BYTES - head.size());
        head.write(bytes, 0, Math.min(room, length));
    }

    private static Fetched shown(Upload upload, Headers first, Headers last, Expected expected, Digests.Computed got)
            throws StoreException {
        ObjectKey key = ObjectKey.blob(got.sha256());
        upload.complete(key);
        Verification check = expected.check();
        boolean verified = check == Verification.SHA256 || check == Verification.GIT_SHA1;
        String linked = ETags.bare(first.get("X-Linked-ETag"));
        String tag = linked == null ? ETags.bare(last.get("ETag")) : linked;
        return new Fetched.Stored(key, got.sha256(), got.size(), check, verified ? null : tag, got.size());
    }

    /** Reads enough to tell what came, and no more. */
    private Digests.Computed glance(BufferedSource source) throws IOException {
        source.request(Disguise.LOOKED_AT);
        long there = Math.min(source.getBuffer().size(), Disguise.LOOKED_AT);
        byte[] looked = source.readByteArray(there);
        Digests digests = Digests.of(new Expected(null, null, null));
        digests.update(looked, looked.length);
        keepHead(looked, looked.length);
        return digests.computed();
    }

    /** Over HTTP/1 without a length or chunks, a lost connection looks like an end (RFC 9112, section 6.3). */
    private static boolean endedEarly(Response response, Expected expected, Digests.Computed got) {
        boolean unmarked = response.protocol() == Protocol.HTTP_1_1 || response.protocol() == Protocol.HTTP_1_0;
        boolean unframed = response.body().contentLength() < 0 && response.header("Transfer-Encoding") == null;
        return unmarked && unframed && expected.size() != null && got.size() < expected.size();
    }
}
