package io.ptmtorrent.crawler.git;

/**
 * How much of an archive is read.
 *
 * @param entries files, links and folders
 * @param bytes unpacked
 * @param keptBytes of content that is kept in all
 * @param keptFile of one file: the content of larger ones is not kept, whoever asks for it
 */
record ArchiveLimits(int entries, long bytes, long keptBytes, int keptFile) {
    static final ArchiveLimits USUAL = new ArchiveLimits(200_000, 8L << 30, 64L << 20, 2 << 20);
}
