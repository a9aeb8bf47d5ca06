package io.ptmtorrent.sink.fetch;

/**
 * How far an archive is looked into; one beyond that is stored like any other, and nothing is shown of it.
 *
 * @param entries files, links and folders
 * @param pathChars of all their paths together
 * @param bytes unpacked
 */
record ArchiveBounds(int entries, long pathChars, long bytes) {
    static final ArchiveBounds USUAL = new ArchiveBounds(200_000, 32L << 20, 8L << 30);
}
