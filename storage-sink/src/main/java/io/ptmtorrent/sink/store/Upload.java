package io.ptmtorrent.sink.store;

/** An object that is being written and that nobody sees; close it in any case. For one thread at a time. */
public interface Upload extends AutoCloseable {
    /** Adds bytes; the store has taken them when this returns, and the array is the caller's again. */
    void write(byte[] bytes, int from, int length) throws StoreException;

    /**
     * Makes all bytes written the object under a key; when this returns they are durable there. Once an upload.
     *
     * @param key the one that was given at the beginning, if one was
     */
    void complete(ObjectKey key) throws StoreException;

    /** Forgets what was not completed; after {@link #complete} it does nothing. Fails silently: what is left is swept up later. */
    @Override
    void close();
}
