package io.ptmtorrent.sink.fetch;

import okio.ByteString;

/**
 * Bytes that came and are not those announced, as far as they were read.
 *
 * @param head the first {@value #HEAD_BYTES} of them at most
 * @param length how many were read
 * @param sha256 of all that was read
 */
public record WrongBytes(ByteString head, long length, String sha256) {
    /** As much as tells a page from a model; a dead letter takes it. */
    public static final int HEAD_BYTES = 64 * 1024;
}
