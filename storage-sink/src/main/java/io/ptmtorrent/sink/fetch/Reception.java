package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.http.SafeUrl;
import io.ptmtorrent.sink.fetch.ContinuedBody.Continuation;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.inspect.Inspections.Look;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectLabel;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import io.ptmtorrent.sink.store.Upload;
import java.io.IOException;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** Takes one answer's bytes into the store, and lets them be seen only if they are the announced ones. For one use. */
final class Reception {
    private final ObjectStore store;
    private final String source;
    private final long maxBytes;
    private final Proof proof;
    private final Buffer head = new Buffer();
    private long received;
    private Inspections inspections = Inspections.NONE;
    private @Nullable String name;

    /** @param source that was asked first, as it may be told */
    Reception(ObjectStore store, String source, long maxBytes, Proof proof) {
        this.store = store;
        this.source = source;
        this.maxBytes = maxBytes;
        this.proof = proof;
    }

    /**
     * Has the bytes looked into.
     *
     * @param named what the file is called; null where it is not to be looked into
     */
    Reception inspected(Inspections by, @Nullable String named) {
        inspections = by;
        name = named;
        return this;
    }

    /**
     * Reads and closes the answer.
     *
     * @param first headers of the first hop, the hub's own
     * @param continuation asked for the rest where the connection breaks
     */
    Fetched receive(Response response, Headers first, Expected announced, Continuation continuation)
            throws StoreException {
        return receive(response, url -> {
            long length = response.body().contentLength();
            Expected expected = length < 0 ? announced : announced.withLength(length);
            Comparison comparison = new Comparison(url, expected, maxBytes);
            if (isPacked(response, expected)) {
                return Fetched.Failed.because(
                        FileReason.NOT_THE_FILE, url + ": came packed, and no digest tells what is in it");
            }
            try (BufferedSource bytes = Okio.buffer(new ContinuedBody(response, continuation))) {
                return comparison.refusesLength(length)
                        ? comparison.byLength(length, glance(bytes), head.snapshot())
                        : stored(response, bytes, length, first, comparison);
            }
        });
    }

    /**
     * Reads what is made of an answer, and closes the answer.
     *
     * @param bytes what is to be stored
     */
    Fetched receive(Response response, BufferedSource bytes) throws StoreException {
        Expected nothing = new Expected(null, null, null);
        return receive(
                response, url -> stored(response, bytes, -1, Headers.EMPTY, new Comparison(url, nothing, maxBytes)));
    }

    private interface Reading {
        Fetched of(String url) throws IOException;
    }

    private Fetched receive(Response response, Reading reading) throws StoreException {
        String url = SafeUrl.redact(response.request().url());
        try (response) {
            return reading.of(url);
        } catch (StoreException e) {
            throw e;
        } catch (GitRefusedException e) {
            return BundleFetch.refused(url, e);
        } catch (IOException e) {
            // Also where fewer bytes came than the answer announced.
            return new Fetched.Later(FileReason.NETWORK, url + ": " + e, received, null);
        }
    }

    private Fetched stored(Response response, BufferedSource bytes, long length, Headers first, Comparison comparison)
            throws IOException {
        Expected expected = comparison.expected();
        ObjectKey known = expected.sha256() == null ? null : ObjectKey.blob(expected.sha256());
        Digests digests = Digests.of(expected);
        try (Upload upload = store.begin(known, length < 0 ? expected.size() : Long.valueOf(length), label(response));
                Look look = inspections.begin(name, Math.max(0, length))) {
            Intake intake = new Intake(bytes, upload, digests, comparison.most()).seenBy(look);
            String odd = read(intake, digests, upload);
            Digests.Computed got = digests.computed();
            if (intake.isOver()) {
                return comparison.tooMany(got, intake.head());
            }
            if (odd != null) {
                return comparison.wrongForm(odd, got, intake.head());
            }
            if (endedEarly(response, expected, got)) {
                String message = comparison.url() + ": ended after " + got.size() + " bytes";
                return new Fetched.Later(FileReason.NETWORK, message, got.size(), null);
            }
            Fetched.Failed wrong = comparison.whole(got, intake.head());
            return wrong == null ? shown(upload, look, first, response.headers(), expected, got) : wrong;
        }
    }

    /** Some servers call a file that ends in .gz packed, and give it as it is. */
    private boolean isPacked(Response response, Expected expected) {
        String coding = response.header("Content-Encoding", "identity").strip();
        String path = response.request().url().encodedPath();
        boolean told = expected.sha256() != null || expected.check() == Verification.GIT_SHA1;
        return !coding.equalsIgnoreCase("identity") && !told && !proof.takesPacked() && !path.matches(".*\\.t?gz");
    }

    private ObjectLabel label(Response response) {
        return new ObjectLabel(null, source, response.header("Content-Type", ""));
    }

    /** Reads to the end; says what is wrong with the bytes where they are not what was asked for. */
    private @Nullable String read(Intake intake, Digests digests, Upload upload) throws IOException {
        try {
            proof.look(intake);
            intake.drain();
            return null;
        } catch (WrongFormException e) {
            return String.valueOf(e.getMessage());
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            if (intake.isOver()) {
                return null;
            }
            upload.leave();
            throw e;
        } finally {
            received = digests.size();
        }
    }

    private Fetched shown(
            Upload upload, Look look, Headers first, Headers last, Expected expected, Digests.Computed got)
            throws StoreException {
        ObjectKey key = ObjectKey.blob(got.sha256());
        boolean there = inspections.mayRefuse() && store.size(key).isPresent();
        upload.complete(key);
        Inspection report = look.report(store, key, got.size());
        Verification check = verification(expected, got);
        boolean verified = check != Verification.NONE && check != Verification.SIZE;
        String linked = ETags.bare(first.get("X-Linked-ETag"));
        String tag = linked == null ? ETags.bare(last.get("ETag")) : linked;
        return Refusals.unlessDangerous(
                inspections,
                store,
                there,
                new Fetched.Stored(key, got.sha256(), got.size(), check, verified ? null : tag, got.size(), report));
    }

    /** What was announced goes before what is found. */
    private Verification verification(Expected expected, Digests.Computed got) {
        Verification check = expected.check();
        Verification shown =
                check == Verification.NONE || check == Verification.SIZE ? proof.of(got) : Verification.NONE;
        return shown == Verification.NONE ? check : shown;
    }

    /** Reads enough to tell what came, and no more. */
    private Digests.Computed glance(BufferedSource source) throws IOException {
        source.request(Disguise.LOOKED_AT);
        long there = Math.min(source.getBuffer().size(), Disguise.LOOKED_AT);
        byte[] looked = source.readByteArray(there);
        Digests digests = Digests.of(new Expected(null, null, null));
        digests.update(looked, 0, looked.length);
        head.write(looked);
        return digests.computed();
    }

    /** Over HTTP/1 without a length or chunks, a lost connection looks like an end (RFC 9112, section 6.3). */
    private static boolean endedEarly(Response response, Expected expected, Digests.Computed got) {
        boolean unmarked = response.protocol() == Protocol.HTTP_1_1 || response.protocol() == Protocol.HTTP_1_0;
        boolean unframed = response.body().contentLength() < 0 && response.header("Transfer-Encoding") == null;
        return unmarked && unframed && expected.size() != null && got.size() < expected.size();
    }
}
