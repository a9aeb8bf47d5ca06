package io.ptmtorrent.sink.store;

import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * An object on its way into a bucket.
 *
 * <pre>
 *   fits into one part ─────────────────────────► one PUT to its key
 *   larger, key known at the beginning ─────────► parts of the key, visible when they are completed
 *   key known at the end alone ─────────────────► parts of uploads/&lt;id&gt;,          ─┐
 *   so large that it is worth to be continued ──► parts of uploads/&lt;sha256&gt;/&lt;id&gt;, ─┴► completed, copied, deleted
 * </pre>
 */
final class S3Upload implements Upload {
    static final String UPLOADS = "uploads/";

    private final S3Bucket bucket;
    private final S3Limits limits;
    private final @Nullable ObjectKey key;
    private final @Nullable Long size;
    private final ObjectLabel label;
    private final long held;
    private @Nullable Part part;
    private @Nullable S3Multipart multipart;
    private @Nullable String assembled;
    private long sent;
    private boolean completed;

    S3Upload(S3Bucket bucket, S3Limits limits, @Nullable ObjectKey key, @Nullable Long size, ObjectLabel label) {
        this(bucket, limits, key, size, label, null);
    }

    /** @param left parts to go on behind; null for none */
    S3Upload(
            S3Bucket bucket,
            S3Limits limits,
            @Nullable ObjectKey key,
            @Nullable Long size,
            ObjectLabel label,
            @Nullable S3Multipart left) {
        this.bucket = bucket;
        this.limits = limits;
        this.key = key;
        this.size = size;
        this.label = key == null ? label : label.withSha256(key.sha256());
        this.multipart = left;
        this.held =
                left == null || size == null ? 0 : left.count() * limits.sizes().of(size);
        this.sent = held;
    }

    /** Where uploads of these bytes are that may be continued. */
    static String folder(String sha256) {
        return UPLOADS + sha256 + "/";
    }

    @Override
    public long held() {
        return held;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws StoreException {
        int at = from;
        while (at < from + length) {
            at += room().write(bytes, at, from + length - at);
        }
    }

    /** A part is sent when more comes: so that the last one is never empty, and a single one is no multipart upload. */
    private Part room() throws StoreException {
        if (part != null && part.isFull()) {
            send(part);
        }
        if (part == null) {
            int before = multipart == null ? 0 : multipart.count();
            PartMemory memory = limits.memory();
            part = memory.take(limits.sizes().next(size, sent, before, memory.bytes()));
        }
        return part;
    }

    private void send(Part full) throws StoreException {
        part = null;
        if (multipart == null) {
            multipart = begun(full);
        }
        sent += full.length();
        multipart.send(full);
    }

    private S3Multipart begun(Part first) throws StoreException {
        try {
            return S3Multipart.begin(bucket, name(), label, limits.partsInFlight());
        } catch (StoreException e) {
            first.release();
            throw e;
        }
    }

    private String name() {
        String id = UUID.randomUUID().toString();
        if (key == null) {
            return UPLOADS + id;
        }
        String sha256 = key.sha256();
        return sha256 != null && limits.isResumable(key, size) ? folder(sha256) + id : key.text();
    }

    @Override
    public InputStream readBack() throws StoreException {
        S3Multipart parts = multipart;
        if (parts == null || parts.name().equals(String.valueOf(key))) {
            throw new IllegalStateException("only an upload that was continued can be read back");
        }
        return bucket.read(assemble(parts), 0);
    }

    @Override
    public void complete(ObjectKey last) throws StoreException {
        if (key != null && !key.equals(last)) {
            throw new IllegalArgumentException("an upload begun for " + key + " cannot end as " + last);
        }
        ObjectLabel known = label.withSha256(last.sha256());
        if (multipart == null && assembled == null) {
            put(last, known);
        } else {
            show(last, known);
        }
        completed = true;
    }

    private void put(ObjectKey last, ObjectLabel known) throws StoreException {
        Part all = part;
        bucket.put(last.text(), all == null ? RequestBody.empty() : S3Bucket.body(all), known);
        release();
    }

    private void show(ObjectKey last, ObjectLabel known) throws StoreException {
        String whole = multipart == null ? assembled : assemble(multipart);
        if (whole != null && !whole.equals(last.text())) {
            new S3Copy(bucket, limits).copy(whole, sent, last.text(), known);
            bucket.deleteQuietly(whole);
        }
    }

    /** From here on the parts are an object, which is deleted and not aborted. */
    private String assemble(S3Multipart parts) throws StoreException {
        if (part != null) {
            send(part);
        }
        parts.complete();
        multipart = null;
        assembled = parts.name();
        return parts.name();
    }

    private void release() {
        if (part != null) {
            part.release();
            part = null;
        }
    }

    @Override
    public void leave() {
        S3Multipart parts = multipart;
        if (parts == null || !limits.isResumable(key, size)) {
            close();
            return;
        }
        release();
        parts.leave();
        multipart = null;
        completed = true;
    }

    @Override
    public void close() {
        release();
        if (completed) {
            return;
        }
        completed = true;
        if (multipart != null) {
            multipart.abort();
        } else if (assembled != null && assembled.startsWith(UPLOADS)) {
            bucket.deleteQuietly(assembled);
        }
    }
}
