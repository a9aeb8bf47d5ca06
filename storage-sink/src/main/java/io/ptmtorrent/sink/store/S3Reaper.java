package io.ptmtorrent.sink.store;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Ends uploads that nobody continues, and deletes what was assembled below {@code uploads/} and never copied.
 *
 * <p>Nobody can tell whose an upload is: age alone decides, counted from its last part. For one use.
 */
final class S3Reaper {
    private static final Logger LOG = LoggerFactory.getLogger(S3Reaper.class);

    private final S3Bucket bucket;
    private final Instant oldest;
    private int ended;

    /** @param oldest what was last added to before is abandoned */
    S3Reaper(S3Bucket bucket, Instant oldest) {
        this.bucket = bucket;
        this.oldest = oldest;
    }

    /** A failure is told and left to the next start. */
    void reap() {
        try (Stream<MultipartUpload> uploads = bucket.uploads("");
                Stream<S3Object> assembled = bucket.objects(S3Upload.UPLOADS)) {
            for (MultipartUpload upload : (Iterable<MultipartUpload>) uploads::iterator) {
                end(upload);
            }
            for (S3Object object : (Iterable<S3Object>) assembled::iterator) {
                delete(object);
            }
        } catch (StoreException | UncheckedIOException e) {
            LOG.atWarn().log("abandoned uploads are left for the next start: {}", e.getMessage());
        }
        if (ended > 0) {
            LOG.atInfo().addKeyValue("uploads", ended).log("ended uploads that nobody continues");
        }
    }

    private void end(MultipartUpload upload) throws StoreException {
        String name = bucket.name(upload.key());
        Instant begun = upload.initiated();
        if (begun.isBefore(oldest)
                && bucket.lastPart(name, upload.uploadId()).orElse(begun).isBefore(oldest)) {
            bucket.abort(name, upload.uploadId());
            ended++;
        }
    }

    private void delete(S3Object object) throws StoreException {
        if (object.lastModified().isBefore(oldest)) {
            bucket.delete(bucket.name(object.key()));
            ended++;
        }
    }
}
