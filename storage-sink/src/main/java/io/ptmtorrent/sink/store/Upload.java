package io.ptmtorrent.sink.store;

import java.io.InputStream;

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

    /** Bytes that an earlier upload left in it; what is written comes behind them. */
    default long held() {
        return 0;
    }

    /**
     * All bytes of it from the first, which nobody else sees yet; the caller closes them. Nothing can be written any more.
     * How one that was continued is verified.
     */
    InputStream readBack() throws StoreException;

    /** Ends without completing, so that {@link ObjectStore#resume} may find it; where it could not, it is a {@link #close}. */
    void leave();

    /** Forgets what was not completed; after {@link #complete} it does nothing. Fails silently: what is left is swept up later. */
    @Override
    void close();
}
