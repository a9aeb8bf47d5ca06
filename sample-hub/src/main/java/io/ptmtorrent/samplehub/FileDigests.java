package io.ptmtorrent.samplehub;

/**
 * The digests of one file, the true ones and what the hub says.
 *
 * @param sha256 of the bytes
 * @param announcedSha256 what tree, blobs and {@code X-Linked-ETag} say of a large file
 * @param gitBlob of the bytes
 * @param oid what the tree says: of a large file the git blob sha1 of its pointer, else that of the bytes
 * @param decoy 64 hex digits that are no sha256: {@code xetHash} and the byte host's ETag
 */
record FileDigests(String sha256, String announcedSha256, String gitBlob, String oid, String decoy) {}
