package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.http.SafeUrl;
import io.ptmtorrent.sink.fetch.ContinuedBody.Continuation;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.inspect.Inspections.Look;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import io.ptmtorrent.sink.store.Upload;
import java.io.IOException;
import okhttp3.Response;
import okio.BufferedSource;
import okio.Okio;

/**
 * Takes the rest of a file whose beginning an earlier process stored.
 *
 * <pre>
 *   206 from there ─► written behind it ─► all of it read back ─► the announced digest? ─ yes ─► visible
 *   200, 416 ───────► given up, from the start                                        └─ no ──► given up, later
 * </pre>
 *
 * <p>No entity tag is asked for: what was mixed of two files has another digest. For one use; closes the upload.
 */
final class Remainder {
    private static final int PARTIAL = 206;

    private final ObjectStore store;
    private final Upload upload;
    private final ObjectKey key;
    private final String sha256;
    private final long size;
    private final Inspections inspections;
    private final String name;

    /** @param name what the file is looked into under */
    Remainder(ObjectStore store, Upload upload, String sha256, long size, Inspections inspections, String name) {
        this.store = store;
        this.inspections = inspections;
        this.name = name;
        this.upload = upload;
        this.key = ObjectKey.blob(sha256);
        this.sha256 = sha256;
        this.size = size;
    }

    /** What is asked for; the whole file where the upload holds more than that. */
    boolean isMissing() {
        return upload.held() < size;
    }

    /** Whether an answer goes on where the upload ends. */
    boolean isContinuedBy(Response answer) {
        return answer.code() == PARTIAL && ContinuedBody.startsAt(answer, upload.held());
    }

    /** Reads and closes the answer. */
    Fetched receive(Response answer, Continuation continuation) throws StoreException {
        String url = SafeUrl.redact(answer.request().url());
        Digests received = Digests.of(new Expected(null, null, null));
        try (upload;
                BufferedSource bytes = Okio.buffer(new ContinuedBody(answer, upload.held(), continuation))) {
            Intake intake = new Intake(bytes, upload, received, size - upload.held());
            read(intake);
            return intake.isOver()
                    ? mixed(url, "more than the rest came", received.size())
                    : whole(url, received.size());
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            return new Fetched.Later(FileReason.NETWORK, url + ": " + e, received.size(), null);
        }
    }

    /** Where nothing is missing. */
    Fetched receive(String url) throws StoreException {
        try (upload) {
            return whole(url, 0);
        }
    }

    private void read(Intake intake) throws IOException {
        try {
            intake.drain();
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            upload.leave();
            throw e;
        }
    }

    private Fetched whole(String url, long received) throws StoreException {
        try (Look look = inspections.begin(name, size)) {
            Digests.Computed got = ReadBack.digest(upload.readBack(), key, look);
            if (!got.sha256().equals(sha256)) {
                return mixed(url, "SHA-256 " + got.sha256() + ", " + sha256 + " announced", received);
            }
            boolean there = inspections.mayRefuse() && store.size(key).isPresent();
            upload.complete(key);
            Inspection report = look.report(store, key, got.size());
            return Refusals.unlessDangerous(
                    inspections,
                    store,
                    there,
                    new Fetched.Stored(key, sha256, got.size(), Verification.SHA256, null, received, report));
        }
    }

    /** Nobody knows whose fault it is: the next attempt takes all bytes from one host. */
    private static Fetched mixed(String url, String what, long received) {
        return new Fetched.Later(
                FileReason.NETWORK,
                url + ": continued, and not the file: " + what + "; from the start",
                received,
                null);
    }
}
