package io.ptmtorrent.sink.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * An object on its way into a bucket.
 *
 * <pre>
 *   fits into one part ───────────────────────► one PUT to its key
 *   larger, key known at the beginning ───────► parts of the key, visible when they are completed
 *   larger, key known at the end alone ───────► parts of uploads/&lt;id&gt;, completed, copied by the server, deleted
 * </pre>
 */
final class S3Upload implements Upload {
    static final String UPLOADS = "uploads/";

    private final S3Bucket bucket;
    private final S3Limits limits;
    private final @Nullable ObjectKey key;
    private final @Nullable Long size;
    private final ObjectLabel label;
    private @Nullable Part part;
    private @Nullable S3Multipart multipart;
    private long sent;
    private boolean completed;

    S3Upload(S3Bucket bucket, S3Limits limits, @Nullable ObjectKey key, @Nullable Long size, ObjectLabel label) {
        this.bucket = bucket;
        this.limits = limits;
        this.key = key;
        this.size = size;
        this.label = key == null ? label : label.withSha256(key.sha256());
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
        if (multipart == null) {
            String name = key == null ? UPLOADS + UUID.randomUUID() : key.text();
            multipart = S3Multipart.begin(bucket, name, label, limits.partsInFlight());
        }
        sent += full.length();
        part = null;
        multipart.send(full);
    }

    @Override
    public void complete(ObjectKey last) throws StoreException {
        if (key != null && !key.equals(last)) {
            throw new IllegalArgumentException("an upload begun for " + key + " cannot end as " + last);
        }
        ObjectLabel known = label.withSha256(last.sha256());
        if (multipart == null) {
            put(last, known);
        } else {
            assemble(multipart, last, known);
        }
        completed = true;
    }

    private void put(ObjectKey last, ObjectLabel known) throws StoreException {
        Part all = part;
        bucket.put(last.text(), all == null ? RequestBody.empty() : S3Bucket.body(all), known);
        release();
    }

    private void assemble(S3Multipart parts, ObjectKey last, ObjectLabel known) throws StoreException {
        if (part != null) {
            send(part);
        }
        parts.complete();
        if (!parts.name().equals(last.text())) {
            // From here on the parts are an object, which close() would not abort.
            multipart = null;
            try {
                new S3Copy(bucket, limits).copy(parts.name(), sent, last.text(), known);
            } finally {
                bucket.deleteQuietly(parts.name());
            }
        }
    }

    private void release() {
        if (part != null) {
            part.release();
            part = null;
        }
    }

    @Override
    public void close() {
        release();
        if (multipart != null && !completed) {
            multipart.abort();
        }
    }
}
