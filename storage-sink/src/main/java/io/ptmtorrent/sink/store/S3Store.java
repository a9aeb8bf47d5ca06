package io.ptmtorrent.sink.store;

import io.ptmtorrent.sink.store.S3Config.Checksums;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Objects in a bucket of a server that speaks S3, under their keys.
 *
 * <p>Nothing rests on conditional writes or on checksums of the server's: some servers ignore the ones, some have none
 * of the others. Uploads of processes that are gone are aborted when a store opens, once nothing was added to them for
 * {@code store.s3.abandoned}. Any number of processes may share the bucket.
 */
public final class S3Store implements ObjectStore {
    private static final int CONNECTIONS = 200;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Servers take their time to make one object of many parts, and say nothing meanwhile. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final S3Bucket bucket;
    private final S3Limits limits;

    private S3Store(S3Bucket bucket, S3Limits limits) {
        this.bucket = bucket;
        this.limits = limits;
    }

    /**
     * Opens a bucket, with credentials by the SDK's default chain.
     *
     * @param largest bytes of the largest object that will be written: its parts must fit into the memory
     */
    static S3Store open(S3Config config, long largest) throws StoreException {
        if (largest > config.largest()) {
            throw new IllegalArgumentException(S3Config.PREFIX + "memory: '" + config.memory() + "'; allowed is "
                    + PartSizes.USUAL.of(largest) + " or more, for a part of an object of " + largest + " bytes");
        }
        return open(
                config,
                DefaultCredentialsProvider.builder().build(),
                PartSizes.USUAL,
                S3Limits.RESUMABLE,
                Clock.systemUTC());
    }

    static S3Store open(
            S3Config config, AwsCredentialsProvider credentials, PartSizes sizes, long resumable, Clock clock)
            throws StoreException {
        S3Bucket bucket = new S3Bucket(client(config, credentials), config);
        try {
            bucket.require();
        } catch (StoreException e) {
            bucket.close();
            throw e;
        }
        new S3Reaper(bucket, clock.instant().minus(config.abandoned())).reap();
        return new S3Store(
                bucket, new S3Limits(sizes, new PartMemory(config.memory()), config.partsInFlight(), resumable));
    }

    private static S3Client client(S3Config config, AwsCredentialsProvider credentials) throws StoreException {
        boolean supported = config.checksums() == Checksums.WHEN_SUPPORTED;
        S3ClientBuilder builder = S3Client.builder()
                .credentialsProvider(credentials)
                .forcePathStyle(config.pathStyle())
                .serviceConfiguration(it -> it.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(
                        supported
                                ? RequestChecksumCalculation.WHEN_SUPPORTED
                                : RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(CONNECT)
                        .connectionAcquisitionTimeout(SILENCE)
                        .socketTimeout(SILENCE));
        if (config.endpoint() != null) {
            builder.endpointOverride(config.endpoint());
        }
        if (config.region() != null || config.endpoint() != null) {
            builder.region(config.region() == null ? Region.US_EAST_1 : Region.of(config.region()));
        }
        try {
            return builder.build();
        } catch (SdkException e) {
            throw S3Failures.about("make a client for " + S3Config.BUCKET + " " + config.bucket(), e);
        }
    }

    @Override
    public Upload begin(@Nullable ObjectKey key, @Nullable Long size, ObjectLabel label) {
        return new S3Upload(bucket, limits, key, size, label);
    }

    @Override
    public @Nullable Upload resume(ObjectKey key, long size, ObjectLabel label) throws StoreException {
        String sha256 = key.sha256();
        if (sha256 == null || !limits.isResumable(key, size)) {
            return null;
        }
        S3Multipart left = new S3Left(bucket, limits).of(sha256, size);
        return left == null ? null : new S3Upload(bucket, limits, key, size, label, left);
    }

    @Override
    public OptionalLong size(ObjectKey key) throws StoreException {
        return bucket.size(key.text());
    }

    @Override
    public Optional<Instant> writtenAt(ObjectKey key) throws StoreException {
        return bucket.head(key.text()).map(HeadObjectResponse::lastModified);
    }

    @Override
    public InputStream read(ObjectKey key) throws StoreException {
        return read(key, 0);
    }

    @Override
    public InputStream read(ObjectKey key, long from) throws StoreException {
        return bucket.read(key.text(), from);
    }

    @Override
    public Stream<ObjectKey> list(String prefix) throws StoreException {
        return bucket.list(prefix)
                .filter(name -> !name.startsWith(S3Upload.UPLOADS))
                .map(ObjectKey::new);
    }

    @Override
    public boolean delete(ObjectKey key) throws StoreException {
        boolean was = bucket.size(key.text()).isPresent();
        if (was) {
            bucket.delete(key.text());
        }
        return was;
    }

    /** Of the memory of all parts, chunks that nobody has. */
    PartMemory memory() {
        return limits.memory();
    }

    @Override
    public void close() {
        bucket.close();
    }
}
