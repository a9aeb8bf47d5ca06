package io.ptmtorrent.sink.store;

/** Has the server copy an object, in one request or part by part. For one use. */
final class S3Copy {
    /** Copies cost the server more than us. */
    private static final int IN_FLIGHT = 4;

    private final S3Bucket bucket;
    private final S3Limits limits;

    S3Copy(S3Bucket bucket, S3Limits limits) {
        this.bucket = bucket;
        this.limits = limits;
    }

    void copy(String from, long size, String to, ObjectLabel label) throws StoreException {
        if (size <= limits.sizes().wholeCopy()) {
            bucket.copy(from, to, label);
            return;
        }
        S3Multipart parts = S3Multipart.begin(bucket, to, label, IN_FLIGHT);
        boolean completed = false;
        try {
            for (PartSizes.Range range : limits.sizes().copies(size)) {
                parts.copy(from, range);
            }
            parts.complete();
            completed = true;
        } finally {
            if (!completed) {
                parts.abort();
            }
        }
    }
}
