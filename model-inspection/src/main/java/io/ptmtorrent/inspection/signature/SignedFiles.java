package io.ptmtorrent.inspection.signature;

import io.ptmtorrent.inspection.bytes.Bytes;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that a signature is said to be over. */
public interface SignedFiles {
    /** All of them, by their paths with slashes, in order. */
    List<String> names() throws IOException;

    /** Takes the bytes of one; null where there is none of that name. Called once a name, and done with at return. */
    <T> @Nullable T read(String name, Reading<T> reading) throws IOException;

    /** What is made of a file's bytes. */
    interface Reading<T> {
        T of(Bytes bytes) throws IOException;
    }
}
