package io.ptmtorrent.sink.store;

import io.ptmtorrent.sink.store.S3Config.Encryption;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.pagination.sync.SdkIterable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * One bucket's requests, each a method; names are keys as texts, to which the prefix of the store is added here.
 *
 * <p>Every failure is a StoreException that says what was tried. Thread-safe.
 */
final class S3Bucket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(S3Bucket.class);

    private final S3Client client;
    private final S3Config config;

    S3Bucket(S3Client client, S3Config config) {
        this.client = client;
        this.config = config;
    }

    /** Fails unless the bucket is there and may be listed. */
    void require() throws StoreException {
        attempt("use the bucket " + config.bucket(), () -> client.headBucket(it -> it.bucket(config.bucket())));
    }

    void put(String name, RequestBody body, ObjectLabel label) throws StoreException {
        attempt(
                "put " + name,
                () -> client.putObject(
                        it -> it.bucket(config.bucket())
                                .key(at(name))
                                .contentType(label.mediaType())
                                .metadata(metadata(label))
                                .serverSideEncryption(encryption())
                                .ssekmsKeyId(config.sseKey()),
                        body));
    }

    /** The id of a new upload. */
    String begin(String name, ObjectLabel label) throws StoreException {
        return attempt(
                        "begin an upload of " + name,
                        () -> client.createMultipartUpload(it -> it.bucket(config.bucket())
                                .key(at(name))
                                .contentType(label.mediaType())
                                .metadata(metadata(label))
                                .serverSideEncryption(encryption())
                                .ssekmsKeyId(config.sseKey())))
                .uploadId();
    }

    CompletedPart part(String name, String upload, int number, Part part) throws StoreException {
        String tag = attempt(
                        "upload part " + number + " of " + name,
                        () -> client.uploadPart(
                                it -> it.bucket(config.bucket())
                                        .key(at(name))
                                        .uploadId(upload)
                                        .partNumber(number),
                                body(part)))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    CompletedPart copyPart(String from, String name, String upload, int number, PartSizes.Range range)
            throws StoreException {
        String tag = attempt(
                        "copy part " + number + " of " + name,
                        () -> client.uploadPartCopy(it -> it.sourceBucket(config.bucket())
                                .sourceKey(at(from))
                                .copySourceRange(range.header())
                                .destinationBucket(config.bucket())
                                .destinationKey(at(name))
                                .uploadId(upload)
                                .partNumber(number)))
                .copyPartResult()
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    void complete(String name, String upload, List<CompletedPart> parts) throws StoreException {
        attempt(
                "complete the upload of " + name,
                () -> client.completeMultipartUpload(it -> it.bucket(config.bucket())
                        .key(at(name))
                        .uploadId(upload)
                        .multipartUpload(all -> all.parts(parts))));
    }

    /** An upload that is gone already is as good as aborted. */
    void abort(String name, String upload) throws StoreException {
        try {
            client.abortMultipartUpload(
                    it -> it.bucket(config.bucket()).key(at(name)).uploadId(upload));
        } catch (SdkException e) {
            if (!S3Failures.isAbsence(e)) {
                throw S3Failures.about("abort the upload of " + name, e);
            }
        }
    }

    /** Copies an object of up to 5 GiB. */
    void copy(String from, String name, ObjectLabel label) throws StoreException {
        attempt(
                "copy to " + name,
                () -> client.copyObject(it -> it.sourceBucket(config.bucket())
                        .sourceKey(at(from))
                        .destinationBucket(config.bucket())
                        .destinationKey(at(name))
                        .metadataDirective(MetadataDirective.REPLACE)
                        .contentType(label.mediaType())
                        .metadata(metadata(label))
                        .serverSideEncryption(encryption())
                        .ssekmsKeyId(config.sseKey())));
    }

    OptionalLong size(String name) throws StoreException {
        Optional<HeadObjectResponse> head = head(name);
        return head.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(head.get().contentLength());
    }

    /** What the server says of an object; empty where there is none. */
    Optional<HeadObjectResponse> head(String name) throws StoreException {
        try {
            return Optional.of(
                    client.headObject(it -> it.bucket(config.bucket()).key(at(name))));
        } catch (SdkException e) {
            if (S3Failures.isAbsence(e)) {
                return Optional.empty();
            }
            throw S3Failures.about("look for " + name, e);
        }
    }

    /** @param from position of the first byte, within the object */
    InputStream read(String name, long from) throws StoreException {
        String range = from == 0 ? null : "bytes=" + from + "-";
        return new S3Reading(
                name,
                attempt(
                        "read " + name,
                        () -> client.getObject(
                                it -> it.bucket(config.bucket()).key(at(name)).range(range))));
    }

    /** Names that begin so; pages are asked for while the stream is read, and fail as an UncheckedIOException there. */
    Stream<String> list(String prefix) {
        return objects(prefix).map(it -> name(it.key()));
    }

    /** As {@link #list}; their keys are whole, with the prefix of the store. */
    Stream<S3Object> objects(String prefix) {
        SdkIterable<S3Object> objects = client.listObjectsV2Paginator(
                        it -> it.bucket(config.bucket()).prefix(at(prefix)))
                .contents();
        // A server that keeps files may take .. in a prefix for a folder.
        return S3Failures.stream("list " + prefix, objects)
                .filter(it -> it.key().startsWith(at(prefix)));
    }

    /** Uploads of names that begin so and that are under way; as {@link #objects}. */
    Stream<MultipartUpload> uploads(String prefix) {
        SdkIterable<MultipartUpload> uploads = client.listMultipartUploadsPaginator(
                        it -> it.bucket(config.bucket()).prefix(at(prefix)))
                .uploads();
        return S3Failures.stream("list the uploads of " + prefix, uploads);
    }

    /** An upload's parts in their order, as the server has them. */
    List<software.amazon.awssdk.services.s3.model.Part> parts(String name, String upload) throws StoreException {
        return attempt(
                "list the parts of " + name,
                () ->
                        client
                                .listPartsPaginator(it ->
                                        it.bucket(config.bucket()).key(at(name)).uploadId(upload))
                                .parts()
                                .stream()
                                .sorted(Comparator.comparing(software.amazon.awssdk.services.s3.model.Part::partNumber))
                                .toList());
    }

    /** When an upload's last part came; empty where it has none, or is gone. */
    Optional<Instant> lastPart(String name, String upload) throws StoreException {
        try {
            return client
                    .listPartsPaginator(
                            it -> it.bucket(config.bucket()).key(at(name)).uploadId(upload))
                    .parts()
                    .stream()
                    .map(software.amazon.awssdk.services.s3.model.Part::lastModified)
                    .max(Comparator.naturalOrder());
        } catch (SdkException e) {
            if (S3Failures.isAbsence(e)) {
                return Optional.empty();
            }
            throw S3Failures.about("list the parts of " + name, e);
        }
    }

    void delete(String name) throws StoreException {
        attempt(
                "delete " + name,
                () -> client.deleteObject(it -> it.bucket(config.bucket()).key(at(name))));
    }

    /** What cannot be deleted now is swept up later. */
    void deleteQuietly(String name) {
        boolean interrupted = Thread.interrupted();
        try {
            delete(name);
        } catch (StoreException e) {
            LOG.atWarn().log("left for a later start to sweep up: {}", e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A key without the prefix of the store. */
    String name(String key) {
        return key.substring(config.prefix().length());
    }

    private String at(String name) {
        return config.prefix() + name;
    }

    static RequestBody body(Part part) {
        return RequestBody.fromContentProvider(part::open, part.length(), "application/octet-stream");
    }

    /** Metadata travels in headers, whose names servers write in lower case. */
    private static Map<String, String> metadata(ObjectLabel label) {
        Map<String, String> metadata = new HashMap<>();
        if (label.sha256() != null) {
            metadata.put("sha256", label.sha256());
        }
        if (label.source() != null) {
            metadata.put("source", label.source());
        }
        return metadata;
    }

    @SuppressWarnings("NullAway") // the SDK takes null for unsaid
    private ServerSideEncryption encryption() {
        return config.sse() == Encryption.NONE ? null : ServerSideEncryption.fromValue(config.sse().text);
    }

    private static <T> T attempt(String what, Supplier<T> request) throws StoreException {
        try {
            return request.get();
        } catch (SdkException e) {
            throw S3Failures.about(what, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
