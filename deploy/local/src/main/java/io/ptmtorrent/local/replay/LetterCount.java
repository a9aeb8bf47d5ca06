package io.ptmtorrent.local.replay;

/**
 * What became of the letters of one hub and reason.
 *
 * @param letters each counted once, however often it was written
 * @param sent records that were sent round again
 * @param repeated letters about a copy of a record that was sent
 * @param notKept letters about records that their topic keeps no longer
 * @param noRecord letters about a hub's answer that became no record: another crawl asks for it again
 */
public record LetterCount(long letters, long sent, long repeated, long notKept, long noRecord) {
    static final LetterCount NO_RECORD = new LetterCount(1, 0, 0, 0, 1);
    static final LetterCount RECORD = new LetterCount(1, 0, 0, 0, 0);
    static final LetterCount SENT = new LetterCount(0, 1, 0, 0, 0);
    static final LetterCount REPEATED = new LetterCount(0, 0, 1, 0, 0);
    static final LetterCount NOT_KEPT = new LetterCount(0, 0, 0, 1, 0);

    LetterCount plus(LetterCount more) {
        return new LetterCount(
                letters + more.letters,
                sent + more.sent,
                repeated + more.repeated,
                notKept + more.notKept,
                noRecord + more.noRecord);
    }
}
