package io.ptmtorrent.inspection.zip;

import io.ptmtorrent.inspection.bytes.Bytes;

/**
 * An entry that can be read.
 *
 * @param name as the directory writes it, UTF-8 or else Latin-1
 * @param offset of its local header in the file
 * @param method 0 stored, 8 deflated
 * @param content unpacked; reading it counts against the budget
 * @param unixMode of the external attributes, 0 where they are not Unix's
 */
public record ZipMember(String name, long offset, int method, Bytes content, int unixMode) {
    public boolean isFolder() {
        return name.endsWith("/") && content.size() == 0;
    }

    public boolean isLink() {
        return (unixMode & 0170000) == 0120000;
    }
}
