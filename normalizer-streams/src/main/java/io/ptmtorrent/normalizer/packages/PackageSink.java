package io.ptmtorrent.normalizer.packages;

import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.Want;

/** Where wants and packages go. */
public interface PackageSink {
    /** Sends a want under its request key; false where it is larger than its topic allows, and was not sent. */
    boolean want(String requestKey, Want want);

    /** Sends a package under its model key; gives the record's bytes. */
    byte[] complete(String modelKey, Package record);

    /** Sends a tombstone. */
    void removed(String modelKey);
}
