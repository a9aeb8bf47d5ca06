package io.ptmtorrent.sink.store;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tells what a server's refusal means to us. Pure. */
final class S3Failures {
    private static final int NOT_FOUND = 404;
    private static final int INSUFFICIENT_STORAGE = 507;

    /** What servers say when a bucket or the server is full (Ceph, MinIO, and others). */
    private static final Set<String> FULL =
            Set.of("QuotaExceeded", "InsufficientCapacity", "XMinioStorageFull", "InsufficientStorage", "StorageFull");

    private S3Failures() {}

    static StoreException about(String what, SdkException cause) {
        String message = "could not " + what + ": " + cause.getMessage();
        return isFull(cause) ? new NoSpaceException(message, cause) : new StoreException(message, cause);
    }

    /** A list whose pages are asked for while it is read, the first one, too; one that fails is an UncheckedIOException. */
    static <T> Stream<T> stream(String what, Iterable<T> pages) {
        Iterator<T> told = new Iterator<>() {
            private @Nullable Iterator<T> items;

            @Override
            public boolean hasNext() {
                try {
                    return items().hasNext();
                } catch (SdkException e) {
                    throw new UncheckedIOException(about(what, e));
                }
            }

            @Override
            public T next() {
                return items().next();
            }

            private Iterator<T> items() {
                if (items == null) {
                    items = pages.iterator();
                }
                return items;
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(told, Spliterator.ORDERED), false);
    }

    /** Whether there is no such object, upload or bucket. */
    static boolean isAbsence(SdkException cause) {
        return cause instanceof S3Exception known && known.statusCode() == NOT_FOUND;
    }

    private static boolean isFull(SdkException cause) {
        return cause instanceof S3Exception known
                && (known.statusCode() == INSUFFICIENT_STORAGE
                        || (known.awsErrorDetails() != null
                                && FULL.contains(
                                        String.valueOf(known.awsErrorDetails().errorCode()))));
    }
}
