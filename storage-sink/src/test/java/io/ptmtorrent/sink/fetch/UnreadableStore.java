package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectLabel;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import io.ptmtorrent.sink.store.Upload;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store that takes everything and gives nothing back. */
record UnreadableStore(ObjectStore store) implements ObjectStore {
    @Override
    public Upload begin(@Nullable ObjectKey key, @Nullable Long size, ObjectLabel label) throws StoreException {
        return store.begin(key, size, label);
    }

    @Override
    public @Nullable Upload resume(ObjectKey key, long size, ObjectLabel label) throws StoreException {
        return store.resume(key, size, label);
    }

    @Override
    public OptionalLong size(ObjectKey key) throws StoreException {
        return store.size(key);
    }

    @Override
    public Optional<Instant> writtenAt(ObjectKey key) throws StoreException {
        return store.writtenAt(key);
    }

    @Override
    public InputStream read(ObjectKey key) throws StoreException {
        throw new StoreException("cannot be read: " + key, null);
    }

    @Override
    public Stream<ObjectKey> list(String prefix) throws StoreException {
        return store.list(prefix);
    }

    @Override
    public boolean delete(ObjectKey key) throws StoreException {
        return store.delete(key);
    }

    @Override
    public void close() throws StoreException {
        store.close();
    }
}
