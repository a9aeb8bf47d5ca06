package io.ptmtorrent.inspection;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.signature.Keys;
import io.ptmtorrent.inspection.signature.SignedFiles;
import java.io.IOException;

/**
 * Looks into a file: what it is, what is in it, what it would do to whoever loads it. Nothing is executed.
 *
 * <p>The content decides which parsers run, never the name; all that match run. The report is the same for the same bytes,
 * name, engine and rule set, whether they were given whole or as a stream. Memory stays under 64 MiB whatever the file. Safe
 * for many threads, each with a file of its own.
 */
public final class Inspector {
    /**
     * Looks into a file.
     *
     * @param name as its hub calls it, with its extension; only compared with the content
     * @param bytes read in any order
     * @return the report; whatever is wrong with the bytes is in it
     * @throws IOException where the bytes cannot be read: it may work later
     */
    public Inspection inspect(String name, Bytes bytes) throws IOException {
        return new Examination(name, bytes.size()).finish(bytes);
    }

    /**
     * Checks a signature over a model's files.
     *
     * @param signature a bundle of OpenSSF model signing, v1.0 or v0.2
     * @param files what it is said to be over
     * @param keys whom the caller trusts
     * @return the report, with the flag {@code VALID_SIGNATURE} where all of it holds
     * @throws IOException where bytes cannot be read: it may work later
     */
    public Inspection verify(Bytes signature, SignedFiles files, Keys keys) throws IOException {
        return Examination.signature(signature, files, keys);
    }

    /**
     * Looks into a file while it streams by, and at what needs its end afterwards.
     *
     * @param name as its hub calls it
     * @param size bytes to come, as far as is known; 0 where it is not
     * @return takes the bytes; to be closed
     */
    public InspectionFeed feed(String name, long size) {
        return new InspectionFeed(new Examination(name, size), size);
    }
}
