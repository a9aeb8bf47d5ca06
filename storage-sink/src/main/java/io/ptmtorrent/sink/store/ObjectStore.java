package io.ptmtorrent.sink.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects under keys: an object is there whole or not at all, also after a crash at any moment.
 *
 * <pre>
 *   begin ─► write … write ─► complete   the object stands under its key, for ever
 *                          └► close      without complete: nothing was ever there
 * </pre>
 *
 * <p>What is under a key may be written again by anybody at any time, with the same bytes: the last one stands, readers
 * of the one before read on. Sizes are bytes. Every failure is a {@link StoreException} and may pass; too little room
 * is a {@link NoSpaceException}. Thread-safe; an {@link Upload} is for one thread at a time. Closing ends no upload that
 * is under way: close those first.
 */
public interface ObjectStore extends AutoCloseable {
    /**
     * Begins to write an object that nobody sees.
     *
     * @param key where it will stand, if that is known before its bytes are; a store may write there at once, or keep a large
     *     one so that it can be resumed
     * @param size of the object; null where it is not known
     * @param label what may be noted beside it
     */
    Upload begin(@Nullable ObjectKey key, @Nullable Long size, ObjectLabel label) throws StoreException;

    /**
     * Continues what an earlier upload left of the bytes that a key of bytes promises, be it that its process was killed, or
     * that it was {@link Upload#leave left}. What it holds is not verified: who completes it reads it back before.
     *
     * @return null where nothing is left that is worth it
     */
    @Nullable
    Upload resume(ObjectKey key, long size, ObjectLabel label) throws StoreException;

    /** The size of an object; empty where there is none. */
    OptionalLong size(ObjectKey key) throws StoreException;

    /** When an object was written, by the store's clock; empty where there is none. */
    Optional<Instant> writtenAt(ObjectKey key) throws StoreException;

    /** The bytes of an object, which the caller closes; a StoreException where there is none. */
    InputStream read(ObjectKey key) throws StoreException;

    /** The bytes of an object from a position on, as {@link #read(ObjectKey)}; a store that can leaves out what is before. */
    default InputStream read(ObjectKey key, long from) throws StoreException {
        InputStream bytes = read(key);
        try {
            bytes.skipNBytes(from);
            return bytes;
        } catch (IOException e) {
            throw StoreException.about("read " + key + " from " + from, e);
        }
    }

    /**
     * Every object whose key begins with {@code prefix}, in no order; the caller closes the stream, whose reading may fail
     * with an UncheckedIOException.
     */
    Stream<ObjectKey> list(String prefix) throws StoreException;

    /** Takes an object away for good; false where there was none. */
    boolean delete(ObjectKey key) throws StoreException;

    /** Lets go of what the store holds open. */
    @Override
    void close() throws StoreException;
}
