package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.sink.inspect.Inspections.Look;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.StoreException;
import java.io.IOException;
import java.io.InputStream;

/** Digests what a store holds. */
final class ReadBack {
    private ReadBack() {}

    /**
     * Reads to the end and closes; a failure is the store's.
     *
     * @param look sees the bytes, too
     */
    static Digests.Computed digest(InputStream stored, ObjectKey key, Look look) throws StoreException {
        Digests digests = Digests.of(new Expected(null, null, null));
        byte[] buffer = new byte[Intake.BUFFER_BYTES];
        try (stored) {
            for (int read = stored.read(buffer); read >= 0; read = stored.read(buffer)) {
                digests.update(buffer, 0, read);
                look.write(buffer, 0, read);
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException("could not read back " + key + ": " + e, e);
        }
        return digests.computed();
    }
}
