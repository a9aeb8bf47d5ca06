package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.Verification;
import java.io.IOException;
import okhttp3.HttpUrl;

/** What may show that bytes are the right ones where no digest of them was announced. For one use. */
interface Proof {
    /**
     * Looks at the bytes while they come; what it leaves is read without it.
     *
     * @throws WrongFormException where they are not what was asked for
     */
    void look(Intake bytes) throws IOException;

    /** What it has shown: NONE where nothing. */
    Verification of(Digests.Computed got);

    /** Whether an answer packed for its way will do: nobody asked for that, so that other bytes came than the file's. */
    default boolean takesPacked() {
        return false;
    }

    /** By the digits that a file's name may hold. */
    static Proof byName(HttpUrl url) {
        return new NameProof(url);
    }
}
