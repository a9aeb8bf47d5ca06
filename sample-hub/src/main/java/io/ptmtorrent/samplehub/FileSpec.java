package io.ptmtorrent.samplehub;

/**
 * One file of a commit, without its bytes.
 *
 * @param path within the repository, with slashes
 * @param size bytes
 * @param large kept in LFS: announced with a sha256, answered by the byte host
 * @param content what the bytes are made from; files of the same content and size are the same bytes
 * @param lying the digest that the hub announces is not that of the bytes
 */
record FileSpec(String path, int size, boolean large, long content, boolean lying) {}
