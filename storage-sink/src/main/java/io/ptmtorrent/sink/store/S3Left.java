package io.ptmtorrent.sink.store;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Looks for what an earlier upload left of some bytes.
 *
 * <p>Its process may live, frozen or slow: then two send parts of one upload. That shows nothing wrong: each completes it
 * by the tags of its own parts, which a server compares, and the second finds it gone.
 */
final class S3Left {
    private final S3Bucket bucket;
    private final S3Limits limits;

    S3Left(S3Bucket bucket, S3Limits limits) {
        this.bucket = bucket;
        this.limits = limits;
    }

    /** The one that holds most; null where none holds a part. */
    @Nullable
    S3Multipart of(String sha256, long size) throws StoreException {
        try (Stream<MultipartUpload> uploads = bucket.uploads(S3Upload.folder(sha256))) {
            S3Multipart most = null;
            for (MultipartUpload upload : (Iterable<MultipartUpload>) uploads::iterator) {
                S3Multipart left = left(upload, limits.sizes().of(size));
                most = most == null || left.count() > most.count() ? left : most;
            }
            return most == null || most.count() == 0 ? null : most;
        } catch (UncheckedIOException e) {
            throw new StoreException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Only whole parts in a row from the first: the last one of the file may be sent again. */
    private S3Multipart left(MultipartUpload upload, long partSize) throws StoreException {
        String name = bucket.name(upload.key());
        List<CompletedPart> row = new ArrayList<>();
        for (var part : bucket.parts(name, upload.uploadId())) {
            if (part.partNumber() != row.size() + 1 || part.size() != partSize) {
                break;
            }
            row.add(CompletedPart.builder()
                    .partNumber(part.partNumber())
                    .eTag(part.eTag())
                    .build());
        }
        return S3Multipart.resume(bucket, name, upload.uploadId(), row, limits.partsInFlight());
    }
}
